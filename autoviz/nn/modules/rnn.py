"""Recurrent layers: a step for every element of a sequence, layer above layer.

What the input says to the gates does not depend on the steps before, so it is computed
for the whole sequence at once. Then come the steps, one after the other; of a
bidirectional layer once from the front and once from the back.

Next: ``attention``.
"""

from __future__ import annotations

import warnings
from typing import Any

from autoviz.core.dtypes import Dtype
from autoviz.core.ops.shape.cat_stack import cat, stack
from autoviz.core.tensor import Tensor
from autoviz.nn import functional as F
from autoviz.nn.modules.making import parameter
from autoviz.nn.modules.module import Module
from autoviz.nn.modules.rnn_cells import (
    State,
    Step,
    Weights,
    gru_step,
    lstm_step,
    nothing_yet,
    relu_step,
    spread_by_size,
    tanh_step,
)
from autoviz.nn.parameter import Parameter

__all__ = ["GRU", "LSTM", "RNN", "RNNBase"]

_STEPS: dict[str, tuple[Step, int]] = {
    "RNN_TANH": (tanh_step, 1),
    "RNN_RELU": (relu_step, 1),
    "LSTM": (lstm_step, 4),
    "GRU": (gru_step, 3),
}
"""What a step is, and how many gates it has."""


class RNNBase(Module):
    """What all recurrent layers have."""

    def __init__(
        self,
        mode: str,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__()
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        self._check(dropout)
        self._all_weights: list[list[str]] = []
        for layer in range(num_layers):
            for suffix in ("", "_reverse")[: self._directions]:
                self._add_layer(layer, f"l{layer}{suffix}", dtype, device)
        self.reset_parameters()

    @property
    def _directions(self) -> int:
        return 2 if self.bidirectional else 1

    @property
    def _told_size(self) -> int:
        """How many numbers a step tells."""
        return self.proj_size or self.hidden_size

    def _add_layer(
        self, layer: int, suffix: str, dtype: Dtype | None, device: Any
    ) -> None:
        rows = _STEPS[self.mode][1] * self.hidden_size
        told = self._told_size
        taken = self.input_size if layer == 0 else told * self._directions
        shapes: dict[str, Any] = {"weight_ih": (rows, taken), "weight_hh": (rows, told)}
        if self.bias:
            shapes |= {"bias_ih": rows, "bias_hh": rows}
        if self.proj_size:
            shapes["weight_hr"] = (self.proj_size, self.hidden_size)
        names = [f"{name}_{suffix}" for name in shapes]
        for name, shape in zip(names, shapes.values(), strict=True):
            setattr(self, name, parameter(shape, dtype, device))
        self._all_weights.append(names)

    @property
    def all_weights(self) -> list[list[Parameter]]:
        """The parameters of each layer, and of each direction."""
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    @property
    def _flat_weights_names(self) -> list[str]:
        """Their names in one list; courses that initialise a network ask for it."""
        return [name for names in self._all_weights for name in names]

    def flatten_parameters(self) -> None:
        """Nothing: that is for graphics cards."""

    def reset_parameters(self) -> None:
        """New first numbers."""
        spread_by_size(self, self.hidden_size)

    def extra_repr(self) -> str:
        told = [f"{self.input_size}, {self.hidden_size}"]
        usual = {
            "proj_size": 0,
            "num_layers": 1,
            "bias": True,
            "batch_first": False,
            "dropout": 0,
            "bidirectional": False,
        }
        for name, value in usual.items():
            if getattr(self, name) != value:
                told.append(f"{name}={getattr(self, name)}")
        return ", ".join(told)

    # refused

    def _check(self, dropout: Any) -> None:
        is_number = isinstance(dropout, int | float) and not isinstance(dropout, bool)
        if not is_number or not 0 <= dropout <= 1:
            raise ValueError(
                "dropout should be a number in range [0, 1] representing the "
                "probability of an element being zeroed"
            )
        if dropout > 0 and self.num_layers == 1:
            warnings.warn(
                "dropout option adds dropout after all but last recurrent layer, so "
                "non-zero dropout expects num_layers greater than 1, but got "
                f"dropout={dropout} and num_layers={self.num_layers}",
                stacklevel=4,
            )
        kinds = {"bias": bool, "batch_first": bool, "input_size": int}
        for name, kind in (kinds | {"hidden_size": int}).items():
            value = getattr(self, name)
            if not isinstance(value, kind):
                raise TypeError(
                    f"{name} should be of type {kind.__name__}, got: "
                    f"{type(value).__name__}"
                )
        for name in ("input_size", "hidden_size", "num_layers"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be greater than zero")
        if self.proj_size < 0:
            raise ValueError(
                "proj_size should be a positive integer or zero to disable projections"
            )
        if self.proj_size >= self.hidden_size:
            raise ValueError("proj_size has to be smaller than hidden_size")

    def _check_input(self, input: Tensor) -> None:
        weight: Tensor = getattr(self, self._all_weights[0][0])
        if input.dtype is not weight.dtype:
            raise ValueError(
                f"RNN input dtype ({input.dtype}) does not match weight dtype "
                f"({weight.dtype}). Convert input: input.to({weight.dtype}), or "
                f"convert model: model.to({input.dtype})"
            )
        if input.shape[-1] != self.input_size:
            raise RuntimeError(
                "input.size(-1) must be equal to input_size. Expected "
                f"{self.input_size}, got {input.shape[-1]}"
            )

    def _check_state(self, state: State, batch: int) -> None:
        layers = self.num_layers * self._directions
        for at, each in enumerate(state):
            expected = (layers, batch, self.hidden_size if at else self._told_size)
            which = f"hidden[{at}]" if self.mode == "LSTM" else "hidden"
            if each.shape != expected:
                raise RuntimeError(
                    f"Expected {which} size {expected}, got {list(each.shape)}"
                )

    # running

    def _run(self, input: Tensor, state: State | None) -> tuple[Tensor, State]:
        """All that the last layer tells, and the state of every layer at the end."""
        is_single = input.ndim == 2
        batch_dim = 0 if self.batch_first else 1
        if is_single:
            input = input.unsqueeze(batch_dim)
            if state is not None:
                state = tuple(each.unsqueeze(1) for each in state)
        batch = input.shape[batch_dim]
        if state is None:
            layers = self.num_layers * self._directions
            sizes = [self._told_size]
            sizes += [self.hidden_size] if self.mode == "LSTM" else []
            state = tuple(nothing_yet(input, layers, batch, size) for size in sizes)
        self._check_input(input)
        self._check_state(state, batch)
        steps = input.transpose(0, 1) if self.batch_first else input
        output, ends = self._layers(steps, state)
        if self.batch_first:
            turn = output.transpose if self.mode == "LSTM" else output.transpose_
            output = turn(0, 1)
        last = tuple(stack(each) for each in zip(*ends, strict=True))
        if is_single:
            output = output.squeeze(batch_dim)
            last = tuple(each.squeeze(1) for each in last)
        return output, last

    def _layers(self, x: Tensor, state: State) -> tuple[Tensor, list[State]]:
        if x.shape[0] == 0:
            raise RuntimeError("Expected sequence length to be larger than 0 in RNN")
        starts = list(zip(*(each.unbind(0) for each in state), strict=True))
        ends: list[State] = []
        count = self._directions
        for layer in range(self.num_layers):
            told = []
            for at in range(layer * count, (layer + 1) * count):
                output, end = self._layer(x, starts[at], at, bool(at % count))
                told.append(output)
                ends.append(end)
            x = cat(told, -1) if self.bidirectional else told[0]
            if self.dropout and self.training and layer < self.num_layers - 1:
                x = F.dropout(x, self.dropout)
        return x, ends

    def _layer(
        self, x: Tensor, state: State, at: int, is_reverse: bool
    ) -> tuple[Tensor, State]:
        weights = self._weights(at)
        step, _ = _STEPS[self.mode]
        told = []
        said = weights.of_input(x).unbind(0)
        for each in reversed(said) if is_reverse else said:
            state = step(lambda each=each: each, state, weights)  # type: ignore[misc]
            told.append(state[0])
        return stack(told[::-1] if is_reverse else told), state

    def _weights(self, at: int) -> Weights:
        suffix = self._all_weights[at][0].removeprefix("weight_ih")
        kinds = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
        found: list[Any] = [getattr(self, kind + suffix, None) for kind in kinds]
        return Weights(*found)

    def _check_dims(self, input: Tensor, hx: Tensor | None, word: str) -> None:
        if input.ndim not in (2, 3):
            raise ValueError(
                f"{type(self).__name__}: Expected input to be 2D or 3D, got "
                f"{input.ndim}D {word}instead"
            )
        if hx is not None and hx.ndim != input.ndim:
            kind = "batched" if input.ndim == 3 else "unbatched"
            raise RuntimeError(
                f"For {kind} {input.ndim}-D input, hx should also be {input.ndim}-D "
                f"but got {hx.ndim}-D tensor"
            )


class RNN(RNNBase):
    """``h = tanh(W_ih x + b_ih + W_hh h + b_hh)`` for every element."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: str = "tanh",
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(
                f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'."
            )
        super().__init__(
            f"RNN_{nonlinearity.upper()}",
            input_size,
            hidden_size,
            num_layers,
            bias,
            batch_first,
            dropout,
            bidirectional,
            0,
            device,
            dtype,
        )
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> tuple[Tensor, Tensor]:
        self._check_dims(input, hx, "tensor ")
        output, (h,) = self._run(input, None if hx is None else (hx,))
        return output, h


class LSTM(RNNBase):
    """``LSTMCell`` for every element; the state is ``(h, c)``."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__(
            "LSTM",
            input_size,
            hidden_size,
            num_layers,
            bias,
            batch_first,
            dropout,
            bidirectional,
            proj_size,
            device,
            dtype,
        )

    def forward(
        self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        self._check_dims(input, None, "")
        if hx is not None and any(each.ndim != input.ndim for each in hx):
            kind = "batched" if input.ndim == 3 else "unbatched"
            raise RuntimeError(
                f"For {kind} {input.ndim}-D input, hx and cx should also be "
                f"{input.ndim}-D but got ({hx[0].ndim}-D, {hx[1].ndim}-D) tensors"
            )
        output, (h, c) = self._run(input, hx)
        return output, (h, c)


class GRU(RNNBase):
    """``GRUCell`` for every element."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__(
            "GRU",
            input_size,
            hidden_size,
            num_layers,
            bias,
            batch_first,
            dropout,
            bidirectional,
            0,
            device,
            dtype,
        )

    def forward(self, input: Tensor, hx: Tensor | None = None) -> tuple[Tensor, Tensor]:
        self._check_dims(input, hx, "")
        output, (h,) = self._run(input, None if hx is None else (hx,))
        return output, h
