"""Find possibly wrong cells: the smallest change after which the numbers agree."""
