"""``python -m knowledge_base``: see ``knowledge_base.cli``."""

import sys

from knowledge_base.cli import main

if __name__ == "__main__":
    sys.exit(main())
