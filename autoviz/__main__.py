"""``python -m autoviz``: the command line, where ``autoviz`` is not on the path."""

from __future__ import annotations

import sys

from autoviz.cli import main

if __name__ == "__main__":
    sys.exit(main())
