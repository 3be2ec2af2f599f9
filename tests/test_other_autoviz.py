"""The unrelated project named autoviz has a folder of that name, too.

Whichever of the two is installed last, somebody is told what happened.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import autoviz


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of autoviz, installed in a folder of its own."""
    here = Path(autoviz.__file__).parent
    kept = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(here, tmp_path / "autoviz", ignore=kept))


def python(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=package.parent,
        capture_output=True,
        text=True,
    )


def test_alone_it_is_imported_without_a_word(package: Path) -> None:
    ended = python(package, "-c", "import autoviz")
    assert (0, "") == (ended.returncode, ended.stderr)


def test_installed_over_the_other_one_it_warns_and_works(package: Path) -> None:
    (package / "AutoViz_Class.py").touch()
    ended = python(package, "-c", "import autoviz; print(autoviz.tensor(1.0))")
    assert "tensor(1.)\n" == ended.stdout
    assert "UserWarning: the unrelated project autoviz is installed" in ended.stderr


def test_with_the_other_one_installed_over_it_the_command_refuses(
    package: Path,
) -> None:
    (package / "__init__.py").write_text("from .AutoViz_Class import AutoViz_Class")
    (package / "AutoViz_Class.py").write_text("class AutoViz_Class: pass")
    ended = python(package, "-m", "autoviz", "demo")
    assert ended.returncode == 2
    expected = (
        "autoviz: the unrelated project autoviz was installed over autoviz-grad: "
        "uninstall both, then install autoviz-grad again\n"
    )
    assert expected == ended.stderr
