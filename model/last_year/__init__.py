"""What one year takes over from the year before, and what it must be then."""
