"""The page of a table: the grid that is typed into, and what stands around it."""
