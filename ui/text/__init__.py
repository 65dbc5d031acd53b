"""The page of a section with texts: sub-heads, tallies, figures."""
