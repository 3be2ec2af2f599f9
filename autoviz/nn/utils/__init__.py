"""What is done with all parameters at once, as in ``torch.nn.utils``.

Next: ``clip_grad``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.nn.utils import rnn
from autoviz.nn.utils.clip_grad import (
    clip_grad_norm_,
    clip_grad_value_,
    clip_grads_with_norm_,
    get_total_norm,
)
from autoviz.nn.utils.convert_parameters import (
    parameters_to_vector,
    vector_to_parameters,
)

__all__ = [
    "clip_grad_norm_",
    "clip_grad_value_",
    "clip_grads_with_norm_",
    "get_total_norm",
    "parameters_to_vector",
    "rnn",
    "vector_to_parameters",
]


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
