"""What a foreign file is by its content, and whether it is safe to parse."""
