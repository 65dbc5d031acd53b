"""What a foreign file says → what it says of a report, and what of that is not sure."""
