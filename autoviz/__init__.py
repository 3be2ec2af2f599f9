"""See ``backward()`` happen.

Course code runs with its torch import lines changed to autoviz::

    import autoviz as av

    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x**2 + 2*x + 1
        loss = y**2
        loss.backward()

    rec          # in a notebook: the step player

What is public is loaded when it is first used; ``__init__.pyi`` lists all of it.
"""

from __future__ import annotations

import os.path
from importlib import import_module
from typing import Any

_WHERE = {
    "autoviz._version": ("__version__",),
    "autoviz.comparing": ("compare",),
    "autoviz.dotting": ("make_dot",),
    "autoviz.errors": ("AutovizError",),
    "autoviz.lessons": ("Lesson", "Question", "lesson"),
    "autoviz.loading": ("load_recording",),
    "autoviz.recording": ("Recording",),
    "autoviz.serialization": ("load", "save"),
    "autoviz.what_if": ("live",),
    "autoviz.watch.magic": ("load_ipython_extension",),
    "autoviz.watch.recorder": ("record",),
    "autoviz.watch.regions": ("loop", "name", "scope"),
    "autoviz.watch.showing": ("show",),
}
"""All other names are in the core (``core.PUBLIC``)."""

_HOME = {name: module for module, names in _WHERE.items() for name in names}
_PACKAGES = (
    *("accelerator", "autograd", "backends", "cuda", "distributions", "linalg"),
    *("nn", "optim", "special", "utils"),
)


_OTHER = os.path.join(os.path.dirname(__file__), "AutoViz_Class.py")
if os.path.exists(_OTHER):
    import warnings

    warnings.warn(
        "the unrelated project autoviz is installed in the same folder as "
        "autoviz-grad, and only one of the two can work: uninstall both, then "
        "install the one you want again",
        stacklevel=2,
    )


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return __dir__()
    if name in _PACKAGES:
        return import_module(f"autoviz.{name}")
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    elif name.startswith("__") or name not in _core():
        raise import_module("autoviz.core.hints").missing("module 'autoviz'", name)
    else:
        value = _core()[name]
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    ours = set(_HOME) - {"load_ipython_extension"}
    return sorted({*ours, *_PACKAGES, *_core()})


def _core() -> dict[str, Any]:
    public: dict[str, Any] = import_module("autoviz.core").PUBLIC
    return public
