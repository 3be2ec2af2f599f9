"""What PyTorch has in ``torch.accelerator``: graphics cards and the like. None is here.

Tutorials ask here which device is the fastest; the answer leaves them on the CPU.

Next: ``cuda``, where older programs ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from autoviz.core.hints import missing

__all__ = [
    "current_accelerator",
    "current_device_index",
    "device_count",
    "is_available",
    "synchronize",
]


def is_available() -> bool:
    """Whether there is an accelerator: no."""
    return False


def current_accelerator(check_available: bool = False) -> None:
    """The device that it is: None, there is none."""


def device_count() -> int:
    """How many accelerators there are: none."""
    return 0


def current_device_index() -> NoReturn:
    """Refused, as by a PyTorch for the CPU alone.

    Raises:
        RuntimeError: always.
    """
    raise RuntimeError(NONE)


def synchronize(device: Any = None) -> NoReturn:
    """Refused, as by a PyTorch for the CPU alone.

    Raises:
        RuntimeError: always.
    """
    raise RuntimeError(NONE)


NONE = "Cannot access accelerator device when none is available."


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
