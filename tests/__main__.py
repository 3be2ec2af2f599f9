"""The one test command: ``python -m tests [--full] [pytest's own arguments]``.

It sees to a browser first (``browser.py``; it installs one where there is none),
then runs pytest over the tests and over the examples in the docstrings. Tests on
random programs take a sample; ``--full`` has them go on for longer.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from tests import browser

__all__ = ["main", "pytest_command"]


def pytest_command(arguments: Sequence[str]) -> list[str]:
    """Return the command line; ``testpaths`` holds only if the user names no path."""
    return [
        *(sys.executable, "-m", "pytest"),
        *("--doctest-modules", "-o", "testpaths=tests autoviz"),
        *(each for each in arguments if each != "--full"),
    ]


def main(arguments: Sequence[str]) -> int:
    """Run the tests and return the exit code."""
    try:
        chromium = browser.find() or browser.install()
    except browser.NoBrowserError as error:
        print(error, file=sys.stderr)
        return 1
    environment = os.environ | {"AUTOVIZ_CHROMIUM": chromium}
    if "--full" in arguments:
        environment["AUTOVIZ_FULL"] = "1"
    return subprocess.run(pytest_command(arguments), env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
