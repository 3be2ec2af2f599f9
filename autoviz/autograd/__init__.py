"""What PyTorch has in ``torch.autograd``: gradients without ``.grad``, and more.

``grad`` and ``backward`` start a pass, ``Function`` is an operation of one's own,
``functional`` has whole Jacobians, ``graph`` hooks and edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.autograd import anomaly_mode, function, functional, grad_mode, graph
from autoviz.autograd.gradcheck import gradcheck, gradgradcheck
from autoviz.core.anomaly import detect_anomaly, set_detect_anomaly
from autoviz.core.function import Function
from autoviz.core.hints import missing
from autoviz.core.modes import enable_grad, inference_mode, no_grad, set_grad_enabled
from autoviz.core.passes import backward, grad
from autoviz.core.tensor_types import Variable

__all__ = [
    "Function",
    "Variable",
    "anomaly_mode",
    "backward",
    "detect_anomaly",
    "enable_grad",
    "function",
    "functional",
    "grad",
    "grad_mode",
    "gradcheck",
    "gradgradcheck",
    "graph",
    "inference_mode",
    "no_grad",
    "set_detect_anomaly",
    "set_grad_enabled",
]


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
