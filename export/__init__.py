"""Report → bytes. Knows Word, Excel and HTML; no Qt, no paths."""
