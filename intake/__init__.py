"""Foreign bytes → a proposed report and what was not understood. The rooms follow."""
