"""Two versions of a report side by side, and what is taken over from one."""
