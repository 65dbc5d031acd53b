"""Starts the program: a console command where one is given, the wizard otherwise."""

import gc
import sys

if __name__ == "__main__":
    gc.disable()  # what is imported stays: to look for garbage in it takes longer than to import it
    from ui.start import main

    sys.exit(main(sys.argv[1:]))
