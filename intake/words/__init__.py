"""The meaning of words and numbers in a source, wherever in a report they may belong."""
