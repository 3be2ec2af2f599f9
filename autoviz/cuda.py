"""What PyTorch has in ``torch.cuda``: whether there is a graphics card. There is none.

Programs ask before they choose a device, and then stay on the CPU.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing

__all__ = [
    "current_device",
    "device_count",
    "empty_cache",
    "get_device_name",
    "is_available",
    "manual_seed",
    "manual_seed_all",
    "max_memory_allocated",
    "synchronize",
]

_NONE = "Torch not compiled with CUDA enabled"


def is_available() -> bool:
    """Whether tensors can be on a graphics card: no."""
    return False


def device_count() -> int:
    """How many graphics cards there are: none."""
    return 0


def manual_seed(seed: int) -> None:
    """Without a graphics card this has no effect."""


def manual_seed_all(seed: int) -> None:
    """Without a graphics card this has no effect."""


def empty_cache() -> None:
    """Without a graphics card this has no effect."""


def get_device_name(device: Any = None) -> str:
    """Refused, as by a PyTorch without CUDA.

    Raises:
        AssertionError: always.
    """
    raise AssertionError(_NONE)


def current_device() -> int:
    """Refused, as by a PyTorch without CUDA.

    Raises:
        AssertionError: always.
    """
    raise AssertionError(_NONE)


def max_memory_allocated(device: Any = None) -> int:
    """How much memory of a graphics card was in use at most: none."""
    return 0


def synchronize(device: Any = None) -> None:
    """Refused, as by a PyTorch without CUDA.

    Raises:
        AssertionError: always.
    """
    raise AssertionError(_NONE)


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
