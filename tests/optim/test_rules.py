"""Twenty steps of every optimizer: numbers, versions, state and text are PyTorch's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.optim.training import agree

FORMS = """
SGD(p, lr=0.01)
SGD(p, 0.01, 0.9)
SGD(p, 0.01, momentum=0.9, dampening=0.5)
SGD(p, 0.01, 0.9, nesterov=True, weight_decay=0.1)
SGD(p, 0.0001, maximize=True)
SGD(p, p[0].detach()[0, 0] * 0.01)
SGD([{"params": p[:1], "lr": 0.001}, {"params": p[1:], "momentum": 0.9}], 0.01)
SGD([("w", p[0]), ("b", p[1])], 0.01)
Adam(p, lr=0.1)
Adam(p, 0.1, weight_decay=0.1)
Adam(p, 0.1, (0.5, 0.9), 1e-6, amsgrad=True)
Adam(p, 0.1, tuple(each.detach()[0, 0] * 0 + 0.5 for each in (p[0], p[0])))
Adam(p, 0.01, maximize=True, decoupled_weight_decay=True, weight_decay=0.1)
AdamW(p, lr=0.1)
AdamW(p, 0.1, weight_decay=0.5, amsgrad=True)
RMSprop(p)
RMSprop(p, 0.001, 0.9, 1e-6, 0.1)
RMSprop(p, momentum=0.9, centered=True, weight_decay=0.1)
Adagrad(p)
Adagrad(p, 0.1, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.1)
Adadelta(p)
Adadelta(p, 0.5, rho=0.5, weight_decay=0.1)
Adamax(p)
Adamax(p, 0.1, weight_decay=0.1)
NAdam(p)
NAdam(p, 0.1, (0.5, 0.9), weight_decay=0.1, momentum_decay=0.1)
NAdam(p, 0.1, weight_decay=0.1, decoupled_weight_decay=True)
RAdam(p)
RAdam(p, 0.1, (0.5, 0.9), weight_decay=0.1)
RAdam(p, 0.1, weight_decay=0.1, decoupled_weight_decay=True)
Rprop(p)
Rprop(p, 0.1, etas=(0.25, 1.5), step_sizes=(0.01, 0.5))
"""


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("form", FORMS.strip().splitlines())
def test_twenty_steps(form: str, dtype: str) -> None:
    def make(optim: Any, params: list[Any]) -> Any:
        return eval(f"optim.{form}", {"optim": optim, "p": params})

    agree(make, dtype)
