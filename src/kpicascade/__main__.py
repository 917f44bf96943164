"""Run the command line with `python -m kpicascade`."""

import sys

from kpicascade.cli import main

if __name__ == "__main__":
    sys.exit(main())
