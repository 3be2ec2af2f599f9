"""Tensors that are not just numbers, and modes and transforms of the learner's own."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

import autoviz as av
from autoviz.records import Accumulate, Forward

# tensors that are not just numbers


class Sub(torch.Tensor):
    """A subclass that counts what it hears of."""

    heard = 0

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kw: Any = None):  # type: ignore[no-untyped-def]
        Sub.heard += 1
        return super().__torch_function__(func, types, args, kw or {})


def quantised() -> torch.Tensor:
    return torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.quint8)


ODD: dict[str, Callable[[], torch.Tensor]] = {
    "meta": lambda: torch.ones(2, 3, device="meta", requires_grad=True) * 2,
    "sparse": lambda: torch.eye(3).to_sparse().requires_grad_() * 2,
    "csr": lambda: torch.eye(3).to_sparse_csr() * 2,
    "complex": lambda: torch.ones(2, dtype=torch.complex64, requires_grad=True) * 2,
    "conjugate": lambda: torch.view_as_real(torch.ones(2, dtype=torch.complex64)).T,
    "negative": lambda: torch.ones(2, dtype=torch.complex64).conj().imag * 2,
    "half": lambda: torch.ones(2, dtype=torch.float16, requires_grad=True) * 2,
    "bfloat16": lambda: torch.ones(200, dtype=torch.bfloat16, requires_grad=True) * 2,
    "float8": lambda: torch.ones(2).to(torch.float8_e4m3fn),
    "quantised": lambda: quantised().dequantize() * 2,
    "nested": lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]) * 2,
    "jagged": lambda: (
        torch.nested.nested_tensor(
            [torch.ones(2, 2), torch.ones(3, 2)],
            layout=torch.jagged,
            requires_grad=True,
        )
        * 2
    ),
    "subclass": lambda: torch.ones(2, requires_grad=True).as_subclass(Sub) * 2,
    "parameter": lambda: torch.nn.Parameter(torch.ones(2)) * 2,
    "zero-size": lambda: torch.ones(0, 3, requires_grad=True) * 2,
    "zero-size sum": lambda: torch.ones(0, 3, requires_grad=True).sum(),
    "large": lambda: torch.ones(300, 300, requires_grad=True) * float("nan"),
    "large bool": lambda: torch.ones(300, 300) > 0,
    "uint16": lambda: torch.ones(2).to(torch.uint16),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_tensor_is_told_by_type_and_shape(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch's own, of what it may change
        warnings.filterwarnings("error", message="autoviz")
        with av.record() as rec:
            y = ODD[name]()
            if y.requires_grad and not y.is_nested:
                y.sum().abs().backward()
    (node,) = (node for node in rec.trace.graph.nodes if "y" in node.names)
    assert str(y.dtype) == f"torch.{node.dtype}"
    if not y.is_nested:
        assert tuple(y.shape) == node.shape
    assert len(rec.trace.steps) + 1 == len(re.findall(r"^ *\d+  ", str(rec), re.M))


def test_gradients_of_odd_tensors_are_told() -> None:
    with av.record() as rec:
        x = torch.ones(2, dtype=torch.bfloat16, requires_grad=True)
        (x * 3).sum().backward()
    (step,) = (each for each in rec.trace.steps if isinstance(each, Accumulate))
    assert ("bfloat16", (3.0, 3.0)) == (step.after.dtype, step.after.numbers)


def test_subclass_hears_nothing_of_us() -> None:
    def heard(recorded: bool) -> int:
        Sub.heard = 0
        x = torch.ones(2, requires_grad=True).as_subclass(Sub)
        if recorded:
            with av.record():
                (x * x).sum().backward()
        else:
            (x * x).sum().backward()
        return Sub.heard

    assert heard(recorded=False) == heard(recorded=True) > 0


class FunctionLog(TorchFunctionMode):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kw: Any = None):  # type: ignore[no-untyped-def]
        self.seen.append(getattr(func, "__name__", ""))
        return func(*args, **(kw or {}))


class DispatchLog(TorchDispatchMode):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kw: Any = None):  # type: ignore[no-untyped-def]
        self.seen.append(str(func))
        return func(*args, **(kw or {}))


@pytest.mark.parametrize("log", [FunctionLog, DispatchLog])
@pytest.mark.parametrize("inside", [True, False])
def test_learner_s_own_mode_hears_nothing_of_us(
    log: type[FunctionLog] | type[DispatchLog], inside: bool
) -> None:
    def body() -> None:
        x = torch.ones(2, 2, requires_grad=True)
        y = (x @ x).tanh()
        y.sum().backward()

    with log() as plain:
        body()
    if inside:
        with av.record() as rec, log() as mode:
            body()
    else:
        with log() as mode, av.record() as rec:
            body()
    assert plain.seen == mode.seen
    assert 3 == sum(isinstance(step, Forward) for step in rec.trace.steps)


# where there are no numbers yet


def test_function_transforms_are_left_alone() -> None:
    with av.record() as rec:
        x = torch.tensor(3.0)
        g = torch.func.grad(lambda a: (a * a).sin())(x)
        h = torch.func.vmap(lambda a: a * 2)(torch.ones(3))
        y = g * h
    assert 3 == len(y)
    str(rec)


@pytest.mark.filterwarnings("ignore:`torch.jit")
def test_tracing_is_left_alone() -> None:
    with av.record():
        traced = torch.jit.trace(lambda a: a * 2 + 1, torch.ones(2))
    assert "aten::detach" not in str(traced.graph)
