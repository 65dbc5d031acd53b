"""The bundle for Windows x64. Written with care, not tested yet: docs/installer-windows.md."""
