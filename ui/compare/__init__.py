"""Two versions of a report side by side, and what is applied from one."""
