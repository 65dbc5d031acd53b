"""Starts the program: a console command where one is given, the wizard otherwise."""

import sys

from ui.start import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
