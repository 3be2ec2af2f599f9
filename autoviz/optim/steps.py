"""How often a parameter has been moved: a tensor, as it is part of ``state_dict()``.

Next: ``saving``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.creation import tensor

__all__ = ["count_step"]


def count_step(noted: dict[str, Any]) -> int:
    """One step more; how many there are now.

    >>> noted = {}
    >>> count_step(noted), count_step(noted), noted
    (1, 2, {'step': tensor(2.)})
    """
    if "step" not in noted:
        noted["step"] = tensor(0.0)
    return int(noted["step"].add_(1).item())
