"""What PyTorch has in ``torch.optim``: optimizers, and schedules of learning rates.

The numbers are PyTorch's, but for rounding: where PyTorch multiplies and adds in one
go, numpy rounds in between.

Next: ``optimizer``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.optim import lr_scheduler
from autoviz.optim.adadelta import Adadelta
from autoviz.optim.adagrad import Adagrad
from autoviz.optim.adam import Adam, AdamW
from autoviz.optim.adamax import Adamax
from autoviz.optim.lbfgs import LBFGS
from autoviz.optim.nadam import NAdam, RAdam
from autoviz.optim.optimizer import Optimizer
from autoviz.optim.rmsprop import RMSprop
from autoviz.optim.rprop import Rprop
from autoviz.optim.sgd import SGD

__all__ = [
    "LBFGS",
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "NAdam",
    "Optimizer",
    "RAdam",
    "RMSprop",
    "Rprop",
    "lr_scheduler",
]


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
