"""Watching a gradient pass by: the hooks a tensor can have.

What they are is told in ``core/hooks``; here they become methods.

Next: ``nn/relu_sigmoid_tanh``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.faces import Face
from autoviz.core.hooks import register_hook, register_post_accumulate_grad_hook

__all__ = ["FACES", "PUBLIC"]


PUBLIC: dict[str, Any] = {}

FACES = (
    Face(register_hook, ("register_hook",)),
    Face(register_post_accumulate_grad_hook, ("register_post_accumulate_grad_hook",)),
)
