"""Foreign bytes → what they say. A gate first, then parsers in a child process."""

from typing import Final

CHILD: Final = "--read-foreign-files"
"""The argument that makes the program the child of another: it reads files and shows nothing."""
