"""What PyTorch has in ``torch.utils``: here ``data``, how examples come in batches.

Next: ``data``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.utils import data

__all__ = ["data"]


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
