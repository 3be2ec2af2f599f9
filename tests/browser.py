"""The browser that the player's tests drive: where it is, and how to get one.

A browser is anything built on Chromium. ``find`` looks; ``install`` is for when
there is nothing to find. ``AUTOVIZ_CHROMIUM`` names one to use before all
others, and is how ``python -m tests`` tells the tests which one it found.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["COMMANDS", "FLAGS", "NoBrowserError", "find", "install"]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""For headless tests: no sandbox needed as root, and no request of its own."""

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")

_APT = (
    ("apt-get", "update"),
    ("apt-get", "install", "-y", "chromium"),
)
_PLAYWRIGHT = ((sys.executable, "-m", "playwright", "install", "chromium"),)
_ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class NoBrowserError(Exception):
    """There is no browser, and none could be installed."""


def find() -> str | None:
    """Return the path of a browser, or None.

    First ``AUTOVIZ_CHROMIUM``, then the usual commands on the ``PATH``, then what
    Playwright has downloaded before.
    """
    for command in (os.environ.get("AUTOVIZ_CHROMIUM"), *COMMANDS):
        path = shutil.which(command) if command else None
        if path is not None:
            return str(Path(path).absolute())
    return _downloaded()


def install() -> str:
    """Install a browser, saying how, and return its path."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("No browser found: installing the package chromium (apt-get).")
        if _run(_APT) and (path := find()):
            return path
    print("No browser found: downloading Chromium (playwright install chromium).")
    if _run(_PLAYWRIGHT) and (path := find()):
        return path
    raise NoBrowserError(
        "No browser found and none could be installed: install Chromium, or let "
        "AUTOVIZ_CHROMIUM name a Chromium, Chrome or Edge executable."
    )


def _run(commands: tuple[tuple[str, ...], ...]) -> bool:
    """Run each command in sight of the user, as long as all goes well."""
    sys.stdout.flush()
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return all(
        subprocess.run(command, env=environment).returncode == 0 for command in commands
    )


def _downloaded() -> str | None:
    """Return the path of Playwright's own browser, if it is there.

    Playwright is asked in a process of its own, since its synchronous interface
    can be open only once, and a test may have it open.
    """
    answer = subprocess.run(
        (sys.executable, "-c", _ASK_PLAYWRIGHT), capture_output=True, text=True
    )
    return shutil.which(answer.stdout.strip())
