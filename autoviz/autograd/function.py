"""What PyTorch has in ``torch.autograd.function``."""

from autoviz.core.context import FunctionCtx
from autoviz.core.function import Function, once_differentiable

__all__ = ["Function", "FunctionCtx", "once_differentiable"]
