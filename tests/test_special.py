"""``autoviz.special``: PyTorch's names, and what they compute."""

from __future__ import annotations

import pytest
import torch

import autoviz as av
from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

FUNCTIONS = (
    *("erf", "erfc", "exp2", "expit", "expm1", "gammaln", "log1p", "logit", "ndtr"),
    "sinc",
)
CALLS = (
    *("softmax(x, 1)", "log_softmax(x, 0)", "logsumexp(x, 1)", "round(x)"),
    *("xlogy(x, 2)", "xlogy(2, x)", "round(x, decimals=1)", "logit(x, eps=0.2)"),
    *("polygamma(2, x)", "digamma(x)", "psi(x)"),
)


@pytest.mark.parametrize("given", ["matrix", "double", "ints", "bools", "turned"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_special_function_agrees(function: str, given: str) -> None:
    agree(EVERYTHING[given], f"t.special.{function}(x)")


@pytest.mark.parametrize("call", CALLS)
def test_a_special_function_takes_the_same_arguments(call: str) -> None:
    agree(EVERYTHING["matrix"], f"t.special.{call}")


def test_each_name_is_pytorchs() -> None:
    assert set() == set(av.special.__all__) - set(dir(torch.special))


def test_what_is_lacking_says_so_by_name() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'zeta'") as caught:
        _ = av.special.zeta
    assert "zeta is not in autoviz's numpy core" in caught.value.__notes__[0]
