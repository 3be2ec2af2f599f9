"""What PyTorch has in ``torch.nn``: so far ``functional``, networks as functions.

Next: ``functional``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.nn import functional

__all__ = ["functional"]


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
