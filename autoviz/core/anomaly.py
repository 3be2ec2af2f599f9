"""Anomaly mode: where in the forward pass did the failing node come from?

While it is on, each new node notes the lines that led to it. A node that fails in
``backward()`` can then be traced back to the expression that made it, and a gradient
that turns to nan is reported at the first node that sent one, instead of being found
everywhere afterwards.

Next: ``function``.
"""

from __future__ import annotations

import os
import traceback
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from autoviz.core.node import BaseNode

__all__ = [
    "PUBLIC",
    "anomaly",
    "check_nan",
    "detect_anomaly",
    "is_anomaly_check_nan_enabled",
    "is_anomaly_enabled",
    "remember",
    "report",
    "set_anomaly_enabled",
    "set_detect_anomaly",
]

ENABLED = (
    "Anomaly Detection has been enabled. This mode will increase the runtime and "
    "should only be enabled for debugging."
)
_CORE = os.path.dirname(__file__)


class _Anomaly:
    """The switch, for all threads; ``running`` is the node that runs backward."""

    enabled = False
    check_nan = True
    running: BaseNode | None = None


anomaly = _Anomaly()


def is_anomaly_enabled() -> bool:
    """Whether new nodes note where they come from."""
    return anomaly.enabled


def is_anomaly_check_nan_enabled() -> bool:
    """Whether a gradient of nan is an error, in anomaly mode."""
    return anomaly.check_nan


def set_anomaly_enabled(enabled: bool, check_nan: bool = True) -> None:
    """Turn the switch."""
    anomaly.enabled, anomaly.check_nan = enabled, check_nan


class set_detect_anomaly:
    """Sets the switch at once; as a context manager, puts it back at the end."""

    def __init__(self, mode: bool, check_nan: bool = True) -> None:
        self.prev = anomaly.enabled
        self.prev_check_nan = anomaly.check_nan
        set_anomaly_enabled(mode, check_nan)

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None:
        set_anomaly_enabled(self.prev, self.prev_check_nan)


class detect_anomaly:
    """Anomaly mode in a with-block, with a warning that it is slow."""

    def __init__(self, check_nan: bool = True) -> None:
        self.prev = anomaly.enabled
        self.check_nan = check_nan
        self.prev_check_nan = anomaly.check_nan
        warnings.warn(ENABLED, stacklevel=2)

    def __enter__(self) -> None:
        set_anomaly_enabled(True, self.check_nan)

    def __exit__(self, *_: object) -> None:
        set_anomaly_enabled(self.prev, self.prev_check_nan)


def remember(node: BaseNode) -> None:
    """Note where a new node comes from, and during which node's backward."""
    frames = traceback.extract_stack()
    while frames and os.path.dirname(frames[-1].filename).startswith(_CORE):
        frames.pop()
    node.metadata["traceback_"] = traceback.format_list(frames)
    if anomaly.running is not None:
        node.metadata["parent_"] = anomaly.running


def check_nan(node: BaseNode, sent: Iterable[Any]) -> None:
    """Refuse a gradient of nan.

    Raises:
        RuntimeError: ``node`` sends one.
    """
    for number, each in enumerate(sent):
        array = getattr(each, "array", each)
        if array is not None and np.isnan(array).any():
            raise RuntimeError(
                f"Function '{node.grad_fn_name()}' returned nan values in its "
                f"{number}th output."
            )


def report(node: BaseNode) -> None:
    """Warn of where a node that failed comes from, and what led to that."""
    lines = node.metadata.get("traceback_")
    text = f"Error detected in {node.grad_fn_name()}. "
    text += _NOTHING_KNOWN if lines is None else _CAUSED + "".join(lines)
    warnings.warn(text, stacklevel=2)
    parent = node.metadata.get("parent_")
    while parent is not None and lines is not None:
        lines = parent.metadata.get("traceback_")
        text = f"\n\nPrevious calculation was induced by {parent.grad_fn_name()}. "
        text += _NOTHING_KNOWN if lines is None else _INDUCED + "".join(lines)
        warnings.warn(text, stacklevel=2)
        parent = parent.metadata.get("parent_")


_CAUSED = "Traceback of forward call that caused the error:\n"
_INDUCED = "Traceback of forward call that induced the previous calculation:\n"
_NOTHING_KNOWN = (
    "No forward pass information available. Enable detect anomaly during forward pass "
    "for more information."
)

PUBLIC = {
    "is_anomaly_check_nan_enabled": is_anomaly_check_nan_enabled,
    "is_anomaly_enabled": is_anomaly_enabled,
    "set_anomaly_enabled": set_anomaly_enabled,
}
