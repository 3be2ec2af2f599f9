"""Watching a gradient pass by: the hooks a tensor can have.

What they are is told in ``hooks``; here they become methods.
"""

from __future__ import annotations

from autoviz.core.faces import Face, public
from autoviz.core.hooks import register_hook, register_post_accumulate_grad_hook
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "is_inference"]


def is_inference(self: Tensor) -> bool:
    """Whether it was made in ``inference_mode``, and so can be in no graph."""
    return self.storage.is_inference


PUBLIC = public(is_inference)

FACES = (
    Face(register_hook, ("register_hook",)),
    Face(register_post_accumulate_grad_hook, ("register_post_accumulate_grad_hook",)),
    Face(is_inference, ("is_inference",)),
)
