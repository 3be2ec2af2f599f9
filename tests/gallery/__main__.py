"""Write the golden files anew; with ``--sheets DIR``, contact sheets to look at."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.gallery.golden import FOLDER, write


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.gallery", description=__doc__
    )
    parser.add_argument("--sheets", metavar="DIR", type=Path)
    folder = parser.parse_args().sheets
    if folder is None:
        print(f"{write()} files in {FOLDER}")
        return
    from tests.gallery.sheets import sheets

    for path in sheets(folder):
        print(path)


if __name__ == "__main__":
    main()
