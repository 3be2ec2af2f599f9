"""A JupyterLab for the tests: its own folders, one host, gone at the end.

The same server has Notebook 7 at other addresses.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

__all__ = [
    "FRONT_ENDS",
    "Lab",
    "LabError",
    "environment",
    "jupyterlab",
    "write_notebook",
]

FRONT_ENDS = {"JupyterLab": "lab/tree", "Notebook7": "notebooks"}
"""Where each opens a notebook."""

_PATIENCE = 90.0
_TOKEN = "autoviz-tests"
_OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--LabApp.expose_app_in_browser=True",
    "--JupyterNotebookApp.expose_app_in_browser=True",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port=0",
    f"--IdentityProvider.token={_TOKEN}",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
_SETTINGS = "lab/user-settings/@jupyterlab/apputils-extension"


class LabError(Exception):
    """JupyterLab did not start."""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab, which is a Notebook 7, too."""

    port: int
    root: Path

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def address(self, notebook: str, front: str = FRONT_ENDS["JupyterLab"]) -> str:
        """Where a notebook opens alone, whatever was open before."""
        return f"http://{self.host}/{front}/{notebook}?token={_TOKEN}&reset"


@contextmanager
def jupyterlab(folder: Path, theme: str = "JupyterLab Light") -> Iterator[Lab]:
    """Start JupyterLab with everything it writes under ``folder``, and stop it."""
    root = folder / "notebooks"
    root.mkdir()
    _set(folder, "themes", {"theme": theme, "adaptive-theme": False})
    _set(folder, "notification", {"fetchNews": "false", "checkForUpdates": False})
    log = folder / "lab.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *_OPTIONS, f"--notebook-dir={root}"],
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield Lab(_port(server, folder / "runtime", log), root)
        finally:
            _stop(server)


def _set(folder: Path, plugin: str, settings: dict[str, object]) -> None:
    file = folder / "config" / _SETTINGS / f"{plugin}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(settings))


def environment(folder: Path) -> dict[str, str]:
    """No settings of the user's, and the autoviz that is being tested."""
    package = str(Path(__file__).parents[2])
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "PYTHONPATH": os.pathsep.join(paths),
    }


def _port(server: subprocess.Popen[bytes], runtime: Path, log: Path) -> int:
    """Wait until the server has written down that it listens, and where."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            try:
                return int(json.loads(file.read_text())["port"])
            except ValueError:  # half written
                continue
        time.sleep(0.1)
    raise LabError(f"JupyterLab did not start:\n{log.read_text(errors='replace')}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server, which ends its kernels; whatever is left of them, too."""
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def write_notebook(
    path: Path, cells: Sequence[str], outputs: Sequence[Any] = ()
) -> None:
    """Write a notebook of code cells; ``outputs`` belong to the last one."""
    notebook = new_notebook(cells=[new_code_cell(each) for each in cells])
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    if outputs:
        notebook.cells[-1].outputs = list(outputs)
        notebook.cells[-1].execution_count = len(cells)
    nbformat.write(notebook, path)
