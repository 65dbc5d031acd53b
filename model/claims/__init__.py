"""Claims: what sentences of a report say about its figures."""
