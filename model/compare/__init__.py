"""Compare two reports, and apply chosen differences to a report."""
