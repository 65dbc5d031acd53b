"""The bundle for Windows x64, built and tried under Wine: docs/installer-windows.md."""
