"""The open draft as a file: saved beside the window's thread, watched, recovered."""
