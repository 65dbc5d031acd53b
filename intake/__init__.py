"""Read files of other programs: a gate checks each one, then a child process parses it."""

from typing import Final

CHILD: Final = "--read-foreign-files"
"""The argument that makes the program the child of another: it reads files and shows nothing."""
OFFICE: Final = "--run-office-program"
"""The argument that makes the program a launcher, which confines itself and starts one program."""
