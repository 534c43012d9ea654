"""``python -m speech``: see ``speech.cli``."""

import sys

from speech.cli import main

if __name__ == "__main__":
    sys.exit(main())
