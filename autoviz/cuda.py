"""What PyTorch has in ``torch.cuda``: whether there is a graphics card. There is none.

Programs ask before they choose a device, and then stay on the CPU.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing

__all__ = [
    "device_count",
    "empty_cache",
    "is_available",
    "manual_seed",
    "manual_seed_all",
    "synchronize",
]


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


def synchronize(device: Any = None) -> None:
    """Refused, as by a PyTorch without CUDA.

    Raises:
        AssertionError: always.
    """
    raise AssertionError("Torch not compiled with CUDA enabled")


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
