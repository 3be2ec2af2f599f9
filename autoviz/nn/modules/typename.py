"""What messages call a thing: ``torch.FloatTensor``, ``int``, a class with its home.

Next: ``owning``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.tensor import Tensor

__all__ = ["typename"]


def typename(thing: Any) -> str:
    """The name of its type as PyTorch tells it, also where the type is ours.

    >>> typename(3)
    'int'
    """
    if isinstance(thing, Tensor):
        return str(thing.type())
    kind = thing if isinstance(thing, type) else type(thing)
    if kind.__module__ == "builtins":
        return kind.__qualname__
    home = kind.__module__.replace("autoviz.", "torch.", 1)
    return f"{home}.{kind.__qualname__}"
