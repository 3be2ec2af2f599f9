"""The tensor: an array that remembers how it was computed.

A ``Tensor`` is numbers (a numpy array), the storage behind them, and four things
autograd adds: ``requires_grad``, ``grad``, ``grad_fn``, and, for a view, the base
it looks at. Operators and methods (``+``, ``.sum()``) are not here: each family
in ``ops/`` lists its own, and ``faces`` hangs them on the class.

Next: ``apply``, which runs an operation on tensors.
"""

from __future__ import annotations

import warnings
import weakref
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autoviz.core import passes
from autoviz.core.dtypes import Array, dtype_of
from autoviz.core.hints import hinted, missing
from autoviz.core.hooks import Table
from autoviz.core.modes import state
from autoviz.core.node import AccumulateGrad, Node
from autoviz.core.printing import tensor_text
from autoviz.core.sentences import (
    INFERENCE_WANTS_GRAD,
    NOT_A_LEAF,
    NOT_YOURS_TO_SET,
    OTHER_DTYPE,
    USE_DETACH,
)
from autoviz.core.shapes import Size, real_dim
from autoviz.core.storage import Storage
from autoviz.core.strides import is_dense

if TYPE_CHECKING:
    from autoviz.core.surface import Surface  # what ``faces`` hangs on the class
    from autoviz.core.views import ViewOf
else:
    Surface = object

__all__ = ["Number", "Tensor", "wrap"]

Number = int | float | bool


class Tensor(Surface):
    """An array that remembers how it was computed.

    Made with ``tensor``, ``zeros``, ``ones`` …, or by operating on others; inside
    the core with ``wrap``.
    ``array`` is the numpy array itself; learners use ``numpy()``.
    """

    __slots__ = (
        "__dict__",  # learners may note things on a tensor
        "__weakref__",
        "_accumulate_grad",
        "_requires_grad",
        "array",
        "dtype",
        "held_grad",
        "node",
        "output_nr",
        "storage",
        "view_of",
    )
    # few tensors have these; they are put into ``__dict__`` when they do
    name: str | None = None
    hooks: Table | None = None  # of a leaf
    post_accumulate_hooks: Table | None = None

    __array_priority__ = 1000  # numpy hands `array * tensor` over to us

    def __init__(self, *data: Any, device: Any = None) -> None:
        from autoviz.core import tensor_types  # makes tensors, and so comes later

        given = tensor_types.old_style(data, device)
        self.hold(given.array, storage=given.storage)
        if state.observer:
            state.observer.created(self)

    def hold(
        self,
        array: Array,
        requires_grad: bool = False,
        storage: Storage | None = None,
        view_of: ViewOf | None = None,
        grad_fn: Node | None = None,
    ) -> None:
        """Be a tensor around this array; what every new one begins with."""
        self.array = array
        self.dtype = dtype_of(array)
        self.storage = Storage() if storage is None else storage
        self.view_of = view_of
        self._requires_grad = requires_grad
        self.node = grad_fn  # of a view it may be out of date
        self.output_nr = 0
        self.held_grad: Tensor | None = None
        self._accumulate_grad: weakref.ref[AccumulateGrad] | None = None

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            raise missing("'Tensor' object", name)

    # what it is

    @property
    def shape(self) -> Size:
        return tuple.__new__(Size, self.array.shape)

    @property
    def ndim(self) -> int:
        return self.array.ndim

    def dim(self) -> int:
        """The number of dimensions."""
        return self.array.ndim

    def size(self, dim: int | None = None) -> Size | int:
        """The shape, or the length of one dimension.

        Raises:
            IndexError: there is no such dimension.
        """
        if dim is None:
            return self.shape
        return self.shape[real_dim(dim, self.ndim)]

    @property
    def grad_fn(self) -> Node | None:
        """The node of the operation that made it; None if it was not recorded.

        The node of a view is made anew after a write to what it looks at.

        Raises:
            RuntimeError: the view is one that such a write makes useless.
        """
        view_of = self.view_of
        if view_of is not None and view_of.version != self.storage.version:
            view_of.renew(self)
        return self.node

    def set_history(self, node: Node | None, output_nr: int = 0) -> None:
        """From now on it was made by ``node``."""
        self.node, self.output_nr = node, output_nr
        if self.view_of is not None:
            self.view_of.version = self.storage.version

    @property
    def _base(self) -> Tensor | None:
        """Of a view, the tensor whose memory it looks at."""
        return None if self.view_of is None else self.view_of.base

    def _is_view(self) -> bool:
        return self.view_of is not None

    @property
    def is_leaf(self) -> bool:
        """Whether it was not computed by an operation that was recorded."""
        return self.grad_fn is None

    @property
    def _version(self) -> int:
        if self.storage.is_inference:
            raise RuntimeError("Inference tensors do not track version counter.")
        return self.storage.version

    def __repr__(self) -> str:
        return tensor_text(
            self.array,
            dtype=self.dtype.name,
            requires_grad=self.requires_grad,
            grad_fn=self._node_text(),
        )

    def _node_text(self) -> str | None:
        try:
            node = self.grad_fn
        except RuntimeError:
            return "Invalid"
        return node.grad_fn_name().rpartition("::")[2] if node is not None else None

    def __format__(self, spec: str) -> str:
        if self.ndim == 0:
            return format(self.array.item(), spec)
        return super().__format__(spec)

    def __hash__(self) -> int:
        return id(self)

    def named(self, name: str) -> Tensor:
        """Give it a name for pictures; returns the tensor itself."""
        self.name = str(name)
        if state.observer is not None:
            state.observer.named(self, self.name)
        return self

    # whether it wants a gradient

    @property
    def requires_grad(self) -> bool:
        """Whether it was asked for, or computed from what asks for it.

        A view asks for it with its base, also if ``no_grad`` kept it from recording.
        """
        return (
            self._requires_grad
            or self.node is not None
            or (self.view_of is not None and self.view_of.base.requires_grad)
        )

    @requires_grad.setter
    def requires_grad(self, wanted: bool) -> None:
        if not isinstance(wanted, bool):
            raise RuntimeError("requires_grad must be a bool")
        if wanted and self.storage.is_inference and not state.inference_mode:
            raise RuntimeError(INFERENCE_WANTS_GRAD)
        if self.node is not None:
            raise RuntimeError(NOT_YOURS_TO_SET + ("" if wanted else USE_DETACH))
        if wanted and not self.dtype.is_floating_point:
            text = "only Tensors of floating point and complex dtype can require "
            raise hinted(RuntimeError(text + "gradients"), "integers")
        self._requires_grad = wanted

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Set ``requires_grad``, in place; returns the tensor itself.

        Raises:
            RuntimeError: integers or bools are to require grad, or a result not to.
        """
        if not isinstance(requires_grad, bool):
            raise TypeError(
                "requires_grad_(): argument 'requires_grad' (position 1) must be bool, "
                f"not {type(requires_grad).__name__}"
            )
        if requires_grad and not self.dtype.is_floating_point:
            text = "only Tensors of floating point dtype can require gradients"
            raise hinted(RuntimeError(text), "integers")
        if self.node is None or not requires_grad:
            self.requires_grad = requires_grad
        return self

    def gradient_edge(self) -> Node | AccumulateGrad | None:
        """Where a gradient of this tensor goes: its node, or its AccumulateGrad."""
        node = self.node if self.view_of is None else self.grad_fn
        if node is not None or not self._requires_grad:
            return node
        leaf = self._accumulate_grad() if self._accumulate_grad else None
        if leaf is None:
            leaf = AccumulateGrad(self)
            self._accumulate_grad = weakref.ref(leaf)
        return leaf

    # its gradient

    @property
    def grad(self) -> Tensor | None:
        """What ``backward()`` has added up here; None before, which is not 0."""
        if self.node is not None and self.held_grad is None:
            if not self.retains_grad:
                warnings.warn(NOT_A_LEAF, UserWarning, stacklevel=2)
            return None
        return self.held_grad

    @grad.setter
    def grad(self, value: Tensor | None) -> None:
        if value is not None and not isinstance(value, Tensor):
            raise TypeError(
                "assigned grad expected to be a Tensor or None but got grad of type "
                f"{type(value).__name__}"
            )
        if value is self:
            raise RuntimeError("can't assign Variable as its own grad")
        if value is not None and value.dtype is not self.dtype:
            raise RuntimeError(
                OTHER_DTYPE.format(value.dtype.c_name, self.dtype.scalar_type)
            )
        if value is not None and value.shape != self.shape:
            raise RuntimeError(
                f"attempting to assign a gradient of size '{list(value.shape)}' to a "
                f"tensor of size '{list(self.shape)}'. Please ensure that the "
                "gradient and the tensor are the same size"
            )
        before, self.held_grad = self.held_grad, value
        if state.observer is not None:
            state.observer.grad_set(self, before)

    @grad.deleter
    def grad(self) -> None:
        self.grad = None

    def hold_grad(self, array: Array) -> None:
        """Make a copy of ``array`` the gradient, laid out as the tensor is."""
        is_like = array.shape == self.array.shape and is_dense(self.array)
        if self.array.flags.c_contiguous or not is_like:
            held = np.array(array, dtype=self.dtype.numpy, order="C")
        else:
            held = np.empty_like(self.array)
            held[...] = array
        self.held_grad = wrap(held)

    @property
    def retains_grad(self) -> bool:
        """Whether ``retain_grad()`` was called on this computed tensor."""
        if self.node is None or self.node.hooks is None:
            return False
        return self.node.hooks.retaining(self.output_nr) is self

    def retain_grad(self) -> None:
        """Let a computed tensor keep its gradient; a leaf does anyway."""
        if not self.requires_grad:
            text = "can't retain_grad on Tensor that has requires_grad=False"
            raise hinted(RuntimeError(text), "no graph", self)
        if self.retains_grad or self.node is None:
            return
        if self.grad_fn is not None:
            self.grad_fn.own_hooks().retains[self.output_nr] = weakref.ref(self)

    def backward(
        self,
        gradient: Tensor | None = None,
        retain_graph: bool | None = None,
        create_graph: bool = False,
        inputs: Tensor | Sequence[Tensor] | None = None,
    ) -> None:
        """Compute the gradient of this tensor with respect to every leaf.

        ``gradient`` has this tensor's shape, and may be left out for a tensor of
        one element (it is 1 then). With ``create_graph`` the gradients can be
        differentiated again. Given ``inputs``, only their ``.grad`` grows. See
        ``engine`` for what happens.

        Raises:
            RuntimeError: nothing here requires grad; a seed is missing or has the
                wrong shape; the graph was already used and freed.
        """
        passes.backward(self, gradient, retain_graph, create_graph, inputs=inputs)


def wrap(
    array: Array,
    *,
    requires_grad: bool = False,
    storage: Storage | None = None,
    view_of: ViewOf | None = None,
    grad_fn: Node | None = None,
) -> Tensor:
    """A tensor around an array, with memory of its own unless told whose it is."""
    new = Tensor.__new__(Tensor)
    new.hold(array, requires_grad, storage, view_of, grad_fn)
    return new
