"""Texts, sub-heads, tallies and the figures among them, as they are typed."""
