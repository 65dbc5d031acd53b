"""What the checks found: listed, explained, led to."""
