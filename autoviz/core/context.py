"""``ctx``: what a learner's operation notes in ``forward`` for its ``backward``.

``ctx`` *is* the ``grad_fn`` of what ``forward`` makes: a node like any other, only that
the derivative is the learner's own code. Whatever is put on it as an attribute stays
there; tensors belong into ``save_for_backward``, because those are freed when used,
and it is noticed if somebody overwrites them.

Next: ``function``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autoviz.core.dtypes import Dtype, float32
from autoviz.core.gradients import Gradient, as_array, as_tensor
from autoviz.core.hints import hinted
from autoviz.core.modes import state
from autoviz.core.node import Node
from autoviz.core.op import Op
from autoviz.core.saved import Kept, RawSaved, save, show
from autoviz.core.sentences import FREED
from autoviz.core.tensor import Tensor, wrap

if TYPE_CHECKING:
    from autoviz.core.function import Function

__all__ = ["FunctionCtx"]


class FunctionCtx(Node):
    """The node of one call of a ``Function``."""

    to_save: tuple[Any, ...] | None = None
    dirty_tensors: tuple[Any, ...] | None = None
    non_differentiable: tuple[Any, ...] | None = None
    materialize_grads: bool = True
    is_selective = False

    def __init__(self, function: type[Function], args: Sequence[Any]) -> None:
        tensors = [each for each in args if isinstance(each, Tensor)]
        nodes = tuple(each.gradient_edge() for each in tensors)
        numbers = tuple(each.output_nr for each in tensors)
        plan = _row(function, len(nodes)).plan(0)
        super().__init__(plan, nodes, numbers, (), {}, (), float32)
        self._function = function
        self._takes = [isinstance(each, Tensor) for each in args]
        self._likes: list[tuple[tuple[int, ...], Dtype] | None] = []
        self.needs_input_grad = tuple(
            isinstance(each, Tensor) and each.requires_grad for each in args
        )

    def __repr__(self) -> str:
        return (
            f"<torch.autograd.function.{self.grad_fn_name()} object at {id(self):#x}>"
        )

    # in forward

    def save_for_backward(self, *tensors: Tensor | None) -> None:
        """Put tensors aside: inputs, results or others, for ``saved_tensors``."""
        self.to_save = tensors

    def save_for_forward(self, *tensors: Tensor | None) -> None:
        """For forward-mode derivatives, which the core does not have: not kept."""
        if not all(each is None or isinstance(each, Tensor) for each in tensors):
            raise AssertionError(
                "save_for_forward expects all arguments to be tensors; you should save "
                "non-tensors as attributes on ctx."
            )

    def mark_dirty(self, *args: Tensor) -> None:
        """Say which inputs ``forward`` has written to; it has to return them."""
        if not all(isinstance(each, Tensor) for each in args):
            raise RuntimeError("mark_dirty can only accept variables, but argument ")
        if state.observer is not None:
            for each in args:
                state.observer.writing(each)
        self.dirty_tensors = args

    def mark_non_differentiable(self, *args: Tensor) -> None:
        """Say which results have no derivative."""
        if not all(isinstance(each, Tensor) for each in args):
            raise RuntimeError(
                "mark_non_differentiable only accepts variable arguments, but got "
            )
        self.non_differentiable = args

    def set_materialize_grads(self, value: bool) -> None:
        """Whether ``backward`` gets zeros, not None, where no gradient arrived."""
        if not isinstance(value, bool):
            raise TypeError(
                "set_materialize_grads received an invalid combination of arguments - "
                "got (), but expected (bool)"
            )
        self.materialize_grads = value

    # when forward is over

    def keep(self) -> None:
        """Save what ``save_for_backward`` was given.

        Raises:
            TypeError: something else than tensors.
        """
        kept: list[Kept | None] = []
        for number, each in enumerate(self.to_save or ()):
            if each is None:
                kept.append(None)
            elif isinstance(each, Tensor):
                is_result = each.grad_fn is self
                result_nr = each.output_nr if is_result else None
                kept.append(save(each, result_nr=result_nr))
            else:
                raise TypeError(
                    "save_for_backward can only save variables, but argument "
                    f"{number} is of type {type(each).__name__}"
                )
        self.kept, self.to_save = tuple(kept), None

    def saved_by_name(self) -> dict[Any, Any]:
        """What it has put aside, by number."""
        return dict(enumerate(self.kept))

    def made(self, outputs: Sequence[Any]) -> None:
        """What ``forward`` has returned: tensors, and perhaps something else."""
        self._likes = [
            (each.array.shape, each.dtype) if isinstance(each, Tensor) else None
            for each in outputs
        ]
        self.plan = _row(self._function, len(self.next_nodes), len(outputs)).plan(0)

    # in backward

    @property
    def saved_tensors(self) -> tuple[Any, ...]:
        """What was saved.

        Raises:
            RuntimeError: it is freed, or was overwritten.
        """
        if self.freed:
            raise hinted(RuntimeError(FREED), "freed")
        return tuple(show(self, each) for each in self.kept)

    @property
    def _raw_saved_tensors(self) -> tuple[RawSaved, ...]:
        if self.freed:
            raise hinted(RuntimeError(FREED), "freed")
        return tuple(RawSaved(self, number) for number in range(len(self.kept)))

    @property
    def output_count(self) -> int:  # type: ignore[override]
        return len(self._likes)

    def like(self, output_nr: int) -> tuple[tuple[int, ...], Dtype]:
        known = self._likes[output_nr]
        return ((), float32) if known is None else known

    def backward(
        self, arrived: Sequence[Gradient], *, create_graph: bool = False
    ) -> list[Gradient]:
        """What the learner's ``backward`` returns, for each tensor among the inputs.

        Raises:
            RuntimeError: it returned too few, too many, or something else.
        """
        given = [as_tensor(each) for each in arrived]
        if self.materialize_grads:
            given = [
                wrap(np.zeros(like[0], like[1].numpy))
                if each is None and like is not None
                else each
                for each, like in zip(given, self._likes, strict=True)
            ]
        sent = self._function._backward_function()(self, *given)
        sent = list(sent) if isinstance(sent, tuple) else [sent]
        wanted = self._checked(sent)
        return wanted if create_graph else [as_array(each) for each in wanted]

    def _checked(self, sent: list[Any]) -> list[Tensor | None]:
        expected, name = len(self._takes), self.grad_fn_name()
        if all(each is None for each in sent[expected:]):
            sent = sent[:expected]
        if len(sent) != expected:
            raise RuntimeError(
                f"function {name} returned an incorrect number of gradients "
                f"(expected {expected}, got {len(sent)})"
            )
        for position, (each, takes) in enumerate(zip(sent, self._takes, strict=True)):
            if each is not None and not takes:
                raise RuntimeError(
                    f"function {name} returned a gradient different than None "
                    f"at position {position + 1}, but the corresponding forward input "
                    "was not a Variable"
                )
            if each is not None and not isinstance(each, Tensor):
                raise RuntimeError(
                    f"expected Variable or None (got {type(each).__name__})"
                )
        return [each for each, takes in zip(sent, self._takes, strict=True) if takes]

    def __getattr__(self, attribute: str) -> Any:
        raise AttributeError(
            f"'{self.table_row().grad_fn}' object has no attribute '{attribute}'"
        )


def _row(function: type[Function], inputs: int, results: int = 1) -> Op:
    """How a call is told: as an operation whose derivative only it knows."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", function.__name__).lower()
    names = tuple(f"input {number}" for number in range(inputs))
    places = ", ".join(f"{{{number}}}" for number in range(inputs))
    return Op(
        name,
        f"{function.__name__}Backward",
        names,
        lambda self: self,
        (),
        f"{name}({places})",
        results=tuple(f"result {number}" for number in range(results)),
    )
