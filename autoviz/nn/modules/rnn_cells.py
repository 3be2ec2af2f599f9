"""One step of a recurrent network: from what comes in and what is remembered.

All are made of the same: gates are a linear function of the input plus a linear
function of the state, ``h``. What differs is what becomes of the gates: ``tanh_step``,
``lstm_step`` and ``gru_step`` are those formulas, written once for cells and layers.
They write into their own intermediate results, as PyTorch's do.

Sources: Elman, *Finding structure in time* (1990); Hochreiter and Schmidhuber, *Long
short-term memory* (1997), with the forget gate of Gers, Schmidhuber and Cummins (2000);
Cho and others, *Learning phrase representations using RNN encoder-decoder* (2014).

Next: ``rnn``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from autoviz.core.dtypes import Dtype
from autoviz.core.filled import zeros
from autoviz.core.inplace import unobserved
from autoviz.core.tensor import Tensor
from autoviz.nn import functional as F
from autoviz.nn import init
from autoviz.nn.modules.making import parameter
from autoviz.nn.modules.module import Module
from autoviz.nn.parameter import Parameter

__all__ = [
    "GRUCell",
    "LSTMCell",
    "RNNCell",
    "State",
    "Step",
    "Weights",
    "gru_step",
    "lstm_step",
    "nothing_yet",
    "relu_step",
    "spread_by_size",
    "tanh_step",
]

State = tuple[Tensor, ...]
"""``(h,)``, or ``(h, c)`` of an LSTM."""


class Weights(NamedTuple):
    """The parameters of one step; ``hr`` makes the ``h`` of an LSTM shorter."""

    ih: Tensor
    hh: Tensor
    bias_ih: Tensor | None = None
    bias_hh: Tensor | None = None
    hr: Tensor | None = None

    def of_input(self, x: Tensor) -> Tensor:
        """What the input says to the gates."""
        return F.linear(x, self.ih, self.bias_ih)

    def of_state(self, h: Tensor) -> Tensor:
        """What the state says to the gates."""
        return F.linear(h, self.hh, self.bias_hh)


Step = Callable[[Callable[[], Tensor], State, Weights], State]
"""What the input says to the gates is asked for when it is needed."""


def tanh_step(said: Callable[[], Tensor], state: State, weights: Weights) -> State:
    """``h = tanh(gates)``."""
    return (weights.of_state(state[0]).add_(said()).tanh(),)


def relu_step(said: Callable[[], Tensor], state: State, weights: Weights) -> State:
    """``h = relu(gates)``."""
    return (weights.of_state(state[0]).add_(said()).relu(),)


def lstm_step(said: Callable[[], Tensor], state: State, weights: Weights) -> State:
    """``c = f * c + i * g`` is remembered, ``h = o * tanh(c)`` is told."""
    h, c = state
    i, f, g, o = weights.of_state(h).add_(said()).unsafe_chunk(4, 1)
    i, f, g, o = i.sigmoid_(), f.sigmoid_(), g.tanh_(), o.sigmoid_()
    c = (f * c).add_(i * g)
    h = o * c.tanh()
    return (h if weights.hr is None else F.linear(h, weights.hr)), c


def gru_step(said: Callable[[], Tensor], state: State, weights: Weights) -> State:
    """``h = n + z * (h - n)``: what is new where ``z`` is 0, what was where it is 1."""
    (h,) = state
    input_r, input_z, input_n = said().unsafe_chunk(3, 1)
    r, z, n = weights.of_state(h).unsafe_chunk(3, 1)
    r = r.add_(input_r).sigmoid_()
    z = z.add_(input_z).sigmoid_()
    new = input_n.add(n.mul_(r)).tanh_()
    return ((h - new).mul_(z).add_(new),)


def spread_by_size(module: Module, hidden_size: int) -> None:
    """Uniform numbers up to ``1 / sqrt(hidden_size)`` for all parameters."""
    bound = 1.0 / math.sqrt(hidden_size) if hidden_size > 0 else 0
    with unobserved():
        for each in module.parameters():
            init.uniform_(each, -bound, bound)


def nothing_yet(like: Tensor, *shape: int) -> Tensor:
    """The state before the first step."""
    with unobserved():
        return zeros(*shape, dtype=like.dtype)


class _Cell(Module):
    gates: int
    weight_ih: Parameter
    weight_hh: Parameter
    bias_ih: Parameter | None
    bias_hh: Parameter | None

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        rows = self.gates * hidden_size
        self.weight_ih = parameter((rows, input_size), dtype, device)
        self.weight_hh = parameter((rows, hidden_size), dtype, device)
        for name in ("bias_ih", "bias_hh"):
            added = parameter(rows, dtype, device) if bias else None
            self.register_parameter(name, added)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """New first numbers."""
        spread_by_size(self, self.hidden_size)

    def extra_repr(self) -> str:
        told = f"{self.input_size}, {self.hidden_size}"
        return told if self.bias is True else f"{told}, bias={self.bias}"

    def _run(self, step: Step, input: Tensor, state: State | None, count: int) -> State:
        """One step, of a batch or of a single vector; ``count`` tensors are a state."""
        is_single = input.ndim == 1
        x = input.unsqueeze(0) if is_single else input
        if state is None:
            state = (nothing_yet(x, x.shape[0], self.hidden_size),) * count
        elif is_single:
            state = tuple(each.unsqueeze(0) for each in state)
        self._check_sizes(x, state)
        weights = Weights(self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        state = step(lambda: weights.of_input(x), state, weights)
        return tuple(each.squeeze(0) for each in state) if is_single else state

    def _check_sizes(self, x: Tensor, state: State) -> None:
        if x.shape[1] != self.input_size:
            raise RuntimeError(
                f"input has inconsistent input_size: got {x.shape[1]} expected "
                f"{self.input_size}"
            )
        for at, each in enumerate(state):
            if x.shape[0] != each.shape[0]:
                raise RuntimeError(
                    f"Input batch size {x.shape[0]} doesn't match hidden{at} batch "
                    f"size {each.shape[0]}"
                )
            if each.shape[1] != self.hidden_size:
                raise RuntimeError(
                    f"hidden{at} has inconsistent hidden_size: got {each.shape[1]}, "
                    f"expected {self.hidden_size}"
                )

    def _check_dims(self, what: str, given: Tensor | None) -> None:
        if given is not None and given.dim() not in (1, 2):
            raise ValueError(
                f"{type(self).__name__}: Expected {what} to be 1D or 2D, got "
                f"{given.dim()}D instead"
            )


class RNNCell(_Cell):
    """``h = tanh(W_ih x + b_ih + W_hh h + b_hh)``."""

    gates = 1

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        self._check_dims("input", input)
        self._check_dims("hidden", hx)
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        step = tanh_step if self.nonlinearity == "tanh" else relu_step
        return self._run(step, input, None if hx is None else (hx,), 1)[0]

    def extra_repr(self) -> str:
        told = super().extra_repr()
        if self.nonlinearity != "tanh":
            told += f", nonlinearity={self.nonlinearity}"
        return told


class LSTMCell(_Cell):
    """Remembers ``c`` for long: gates say what is forgotten, added and told."""

    gates = 4

    def forward(
        self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, Tensor]:
        self._check_dims("input", input)
        if isinstance(hx, Tensor):
            raise TypeError(
                "lstm_cell(): argument 'hx' (position 2) must be tuple of Tensors, not "
                f"{type(hx).__name__}"
            )
        for at, each in enumerate(hx or ()):
            self._check_dims(f"hx[{at}]", each)
        h, c = self._run(lstm_step, input, hx, 2)
        return h, c


class GRUCell(_Cell):
    """Gates say where ``h`` is new, and how much it looks back for that."""

    gates = 3

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        self._check_dims("input", input)
        self._check_dims("hidden", hx)
        return self._run(gru_step, input, None if hx is None else (hx,), 1)[0]
