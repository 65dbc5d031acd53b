"""The PDF of a report: completed after it was drawn, read back and compared, shown."""
