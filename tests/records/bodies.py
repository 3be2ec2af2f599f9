"""The five programs: recorded, and their recorded lines run with any library."""

from __future__ import annotations

import ast
import io
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import autoviz
from autoviz.records import Trace
from autoviz.watch import script

__all__ = ["FIVE", "LEAVES", "recorded", "run", "run_to_backward"]

FIVE = ("tutorial", "neuron", "fan_out", "perceptron", "backward_twice")

LEAVES = {
    "tutorial": ("x",),
    "neuron": ("w", "x", "b"),
    "fan_out": ("x",),
    "perceptron": ("W1", "b1", "W2", "b2"),
    "backward_twice": ("w",),
}


@cache
def recorded(name: str) -> Trace:
    """What autoviz recorded of a program, run as a script."""
    with redirect_stdout(io.StringIO()):
        return script.run(_file(name)).made[0].recording.trace


def run(name: str, library: Any) -> dict[str, Any]:
    """Run a program's lines; its variables, and what it raised as ``error``."""
    return _run(_lines(name), library)


def run_to_backward(name: str, library: Any) -> tuple[dict[str, Any], str]:
    """Run the lines before ``….backward()``; the variables, and which one it is."""
    lines = _lines(name)
    for at, line in enumerate(lines):
        match line:
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(root), "backward"))):
                return _run(lines[:at], library), root
    raise AssertionError(f"{name} has no backward()")


def _run(lines: list[ast.stmt], library: Any) -> dict[str, Any]:
    space: dict[str, Any] = {"av": library, "error": None}
    with redirect_stdout(io.StringIO()):
        try:
            exec(_code(lines), space)
        except RuntimeError as error:
            space["error"] = error
    return space


def _code(lines: list[ast.stmt]) -> CodeType:
    return compile(ast.Module(lines, []), "<program>", "exec")


@cache
def _lines(name: str) -> list[ast.stmt]:
    module = ast.parse(_file(name).read_text(encoding="utf-8"))
    (block,) = (each for each in module.body if isinstance(each, ast.With))
    return block.body


def _file(name: str) -> Path:
    return Path(autoviz.__file__).parent / "programs" / f"{name}.py"
