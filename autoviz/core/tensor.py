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
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from autoviz.core import passes
from autoviz.core.dtypes import Array, dtype_of
from autoviz.core.hooks import Table
from autoviz.core.modes import state
from autoviz.core.node import AccumulateGrad, Node
from autoviz.core.printing import tensor_text
from autoviz.core.sentences import (
    NOT_A_LEAF,
    NOT_YOURS_TO_SET,
    OTHER_DTYPE,
    TO_A_SCALAR,
    USE_DETACH,
    VIEW_OF_LEAF,
)
from autoviz.core.shapes import Size, wrap_dim
from autoviz.core.storage import Storage

if TYPE_CHECKING:
    from autoviz.core.surface import Surface  # what ``faces`` hangs on the class
else:
    Surface = object

__all__ = ["Number", "Tensor"]

Number = int | float | bool


class Tensor(Surface):
    """An array that remembers how it was computed.

    Made with ``tensor``, ``zeros``, ``ones`` …, or by operating on others.
    ``array`` is the numpy array itself; learners use ``numpy()``.
    """

    __slots__ = (
        "__weakref__",
        "_accumulate_grad",
        "_base",
        "_base_grad_fn",
        "_requires_grad",
        "array",
        "born_in_no_grad",
        "dtype",
        "grad_fn",
        "held_grad",
        "hooks",
        "name",
        "output_nr",
        "post_accumulate_hooks",
        "storage",
    )
    __array_priority__ = 1000  # numpy hands `array * tensor` over to us

    def __init__(
        self,
        array: Array,
        *,
        requires_grad: bool = False,
        storage: Storage | None = None,
        base: Tensor | None = None,
        grad_fn: Node | None = None,
    ) -> None:
        self.array = array
        self.dtype = dtype_of(array)
        self.storage = storage or Storage()
        self._base = base
        self._base_grad_fn = base.grad_fn if base is not None else None
        self.born_in_no_grad = False  # as a view
        self._requires_grad = requires_grad
        self.grad_fn: Node | None = grad_fn
        self.output_nr = 0
        self.held_grad: Tensor | None = None
        self.name: str | None = None
        self.hooks: Table | None = None  # of a leaf
        self.post_accumulate_hooks: Table | None = None
        self._accumulate_grad: weakref.ref[AccumulateGrad] | None = None

    # what it is

    @property
    def shape(self) -> Size:
        return Size(self.array.shape)

    @property
    def ndim(self) -> int:
        return self.array.ndim

    def dim(self) -> int:
        """The number of dimensions."""
        return self.array.ndim

    def numel(self) -> int:
        """The number of elements."""
        return self.array.size

    def size(self, dim: int | None = None) -> Size | int:
        """The shape, or the length of one dimension.

        Raises:
            IndexError: there is no such dimension.
        """
        if dim is None:
            return self.shape
        if self.ndim == 0:
            raise IndexError(
                f"Dimension specified as {dim} but tensor has no dimensions"
            )
        return self.shape[wrap_dim(dim, self.ndim)]

    @property
    def is_leaf(self) -> bool:
        """Whether it was not computed by an operation that was recorded."""
        return self.grad_fn is None

    @property
    def _version(self) -> int:
        return self.storage.version

    def __repr__(self) -> str:
        return tensor_text(
            self.array,
            dtype=self.dtype.name,
            requires_grad=self.requires_grad,
            grad_fn=self.grad_fn.name() if self.grad_fn else None,
        )

    def __format__(self, spec: str) -> str:
        if self.ndim == 0:
            return format(self.item(), spec)
        return super().__format__(spec)

    def __hash__(self) -> int:
        return id(self)

    def __len__(self) -> int:
        if self.ndim == 0:
            raise TypeError("len() of a 0-d tensor")
        return len(self.array)

    def __iter__(self) -> Iterator[Tensor]:
        raise NotImplementedError(
            "iterating over a tensor (unbind) is not in autoviz's numpy core yet; "
            "index it: x[0], x[1], …"
        )

    def named(self, name: str) -> Tensor:
        """Give it a name for pictures; returns the tensor itself."""
        self.name = str(name)
        return self

    # whether it wants a gradient

    @property
    def requires_grad(self) -> bool:
        """Whether it was asked for, or computed from what asks for it.

        A view asks for it with its base, also if ``no_grad`` kept it from recording.
        """
        return (
            self._requires_grad
            or self.grad_fn is not None
            or (self._base is not None and self._base.requires_grad)
        )

    @requires_grad.setter
    def requires_grad(self, wanted: bool) -> None:
        if self.grad_fn is not None:
            raise RuntimeError(NOT_YOURS_TO_SET + ("" if wanted else USE_DETACH))
        if wanted and not self.dtype.is_floating_point:
            raise RuntimeError(
                "only Tensors of floating point and complex dtype can require gradients"
            )
        self._requires_grad = bool(wanted)

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Set ``requires_grad``, in place; returns the tensor itself."""
        if requires_grad and not self.dtype.is_floating_point:
            raise RuntimeError(
                "only Tensors of floating point dtype can require gradients"
            )
        if self.grad_fn is None or not requires_grad:
            self.requires_grad = requires_grad
        return self

    def gradient_edge(self) -> Node | AccumulateGrad | None:
        """Where a gradient of this tensor goes: its node, or its AccumulateGrad.

        Raises:
            NotImplementedError: a view of what an in-place operation has changed.
        """
        if self._base is not None and self._base.grad_fn is not self._base_grad_fn:
            raise NotImplementedError(
                "a view whose base was changed by a recorded in-place operation is "
                "not in autoviz's numpy core yet; make the view again"
            )
        if self.grad_fn is not None:
            return self.grad_fn
        if not self._requires_grad:
            return None
        leaf = self._accumulate_grad() if self._accumulate_grad else None
        if leaf is None:
            leaf = AccumulateGrad(self)
            self._accumulate_grad = weakref.ref(leaf)
        return leaf

    # its gradient

    @property
    def grad(self) -> Tensor | None:
        """What ``backward()`` has added up here; None before, which is not 0."""
        if self.grad_fn is not None and self.held_grad is None:
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
        self.held_grad = value

    def hold_grad(self, array: Array) -> None:
        """Make a copy of ``array`` the gradient."""
        self.held_grad = Tensor(np.array(array, dtype=self.dtype.numpy))

    @property
    def retains_grad(self) -> bool:
        """Whether ``retain_grad()`` was called on this computed tensor."""
        if self.grad_fn is None or self.grad_fn.hooks is None:
            return False
        return self.grad_fn.hooks.retaining(self.output_nr) is self

    def retain_grad(self) -> None:
        """Let a computed tensor keep its gradient; a leaf does anyway."""
        if not self.requires_grad:
            raise RuntimeError(
                "can't retain_grad on Tensor that has requires_grad=False"
            )
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

    # leaving autograd

    @property
    def data(self) -> Tensor:
        """The same memory behind autograd's back: with a version of its own."""
        return Tensor(self.array)

    def item(self) -> Number:
        """The one number inside, as a Python number.

        Raises:
            RuntimeError: there is not exactly one.
        """
        if self.numel() != 1:
            raise RuntimeError(
                f"a Tensor with {self.numel()} elements cannot be converted to Scalar"
            )
        number: Number = self.array.item()
        return number

    def tolist(self) -> Any:
        """Nested lists of Python numbers; a number for a 0-d tensor."""
        return self.array.tolist()

    def numpy(self) -> Array:
        """The numbers as a numpy array that shares the memory.

        Raises:
            RuntimeError: the tensor requires grad (use ``detach()`` first).
        """
        if self.requires_grad:
            raise RuntimeError(
                "Can't call numpy() on Tensor that requires grad. Use "
                "tensor.detach().numpy() instead."
            )
        return self.array

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return np.array(self.numpy(), dtype=dtype, copy=copy)

    def __bool__(self) -> bool:
        if self.numel() > 1:
            raise RuntimeError(
                "Boolean value of Tensor with more than one value is ambiguous"
            )
        if self.numel() == 0:
            raise RuntimeError("Boolean value of Tensor with no values is ambiguous")
        return bool(self.array.item())

    def __float__(self) -> float:
        if self.requires_grad and self.numel() == 1:
            warnings.warn(TO_A_SCALAR, UserWarning, stacklevel=2)
        return float(self._scalar())

    def __int__(self) -> int:
        return int(self._scalar())

    def __index__(self) -> int:
        if self.numel() != 1 or self.dtype.is_floating_point:
            raise TypeError(
                "only integer tensors of a single element can be converted to an index"
            )
        return int(self.item())

    def _scalar(self) -> Number:
        if self.numel() != 1:
            raise ValueError(
                "only one element tensors can be converted to Python scalars"
            )
        return self.item()

    def __setitem__(self, index: Any, value: Any) -> NoReturn:
        if state.grad_enabled and self.requires_grad and self.is_leaf:
            raise RuntimeError(VIEW_OF_LEAF)
        raise NotImplementedError(
            "writing into a part of a tensor (x[i] = …) is not in autoviz's numpy "
            "core yet"
        )

    def __deepcopy__(self, memo: dict[int, Any]) -> Tensor:
        if self.grad_fn is not None:
            raise RuntimeError(
                "Only Tensors created explicitly by the user (graph leaves) support "
                "the deepcopy protocol at the moment.  If you were attempting to "
                "deepcopy a module, this may be because of a "
                "torch.nn.utils.weight_norm usage, see "
                "https://github.com/pytorch/pytorch/pull/103001"
            )
        twin = Tensor(self.array.copy(), requires_grad=self._requires_grad)
        twin.name = self.name
        if self.held_grad is not None:
            twin.hold_grad(self.held_grad.array)
        memo[id(self)] = twin
        return twin
