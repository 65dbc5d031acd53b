"""The gate: tells the kind of a foreign file by its content, and whether it is safe to parse."""
