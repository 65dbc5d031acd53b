"""Render a report as Word, Excel or HTML bytes; no Qt, no file paths."""
