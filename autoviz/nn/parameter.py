"""What a network learns: tensors that a module knows to be its own.

A ``Parameter`` is a tensor like any other, a leaf that requires grad; only its class
tells ``Module`` to put it on the list when it is assigned. A ``Buffer`` is put on
another list: it belongs to the module and is saved with it, but is not learnt. Of an
``Uninitialized`` one the shape is not known yet (``modules/lazy``).

Next: ``modules/module``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autoviz.core.dtypes import Dtype
from autoviz.core.filled import empty
from autoviz.core.hints import hinted
from autoviz.core.inplace import unobserved
from autoviz.core.tensor import Tensor, wrap

__all__ = [
    "Buffer",
    "Parameter",
    "UninitializedBuffer",
    "UninitializedParameter",
    "is_lazy",
]


class Parameter(Tensor):
    """A tensor to be learnt; it looks at the memory of ``data``.

    >>> import autoviz as av
    >>> av.nn.Parameter(av.zeros(2))
    Parameter containing:
    tensor([0., 0.], requires_grad=True)

    Raises:
        RuntimeError: integers are to require grad.
    """

    def __init__(self, data: Tensor | None = None, requires_grad: bool = True) -> None:
        shared = _shared(data)
        if requires_grad and not shared.dtype.is_floating_point:
            text = "Only Tensors of floating point and complex dtype can require "
            raise hinted(RuntimeError(text + "gradients"), "integers")
        self.hold(shared.array, storage=shared.storage)
        self.requires_grad = requires_grad

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        """A copy of the numbers; unlike that of a plain tensor it has no gradient."""
        if id(self) not in memo:
            numbers = wrap(self.array.copy(order="K"))
            memo[id(self)] = type(self)(numbers, self.requires_grad)
        twin: Parameter = memo[id(self)]
        return twin

    def __repr__(self) -> str:
        return f"Parameter containing:\n{super().__repr__()}"


class Buffer(Tensor):
    """A tensor that belongs to a module but is not learnt.

    One that is not ``persistent`` is left out of ``state_dict()``.
    """

    def __init__(self, data: Tensor | None = None, *, persistent: bool = True) -> None:
        shared = _shared(data)
        self.hold(shared.array, storage=shared.storage)
        self.requires_grad = data is not None and data.requires_grad
        self.persistent = persistent


def _shared(data: Tensor | None) -> Tensor:
    """The same memory, of which nobody hears."""
    with unobserved():
        return empty(0) if data is None else data.detach()


# whose shape is not known yet


class UninitializedParameter(Parameter):
    """A parameter that waits for its shape; then it is a ``Parameter``."""

    def __init__(
        self,
        requires_grad: bool = True,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__(_nothing(device, dtype), requires_grad)

    def materialize(
        self, shape: Sequence[int], device: Any = None, dtype: Dtype | None = None
    ) -> None:
        """Take a shape; the numbers are to be set."""
        _materialize(self, Parameter, shape, device, dtype)

    @property
    def shape(self) -> Any:
        """Not known.

        Raises:
            RuntimeError: always.
        """
        raise RuntimeError(NO_SHAPE)

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.requires_grad, dtype=self.dtype)
        twin: Parameter = memo[id(self)]
        return twin

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class UninitializedBuffer(Buffer):
    """A buffer that waits for its shape; then it is a ``Buffer``."""

    def __init__(self, device: Any = None, dtype: Dtype | None = None) -> None:
        super().__init__(_nothing(device, dtype))

    def materialize(
        self, shape: Sequence[int], device: Any = None, dtype: Dtype | None = None
    ) -> None:
        """Take a shape; the numbers are to be set."""
        _materialize(self, Buffer, shape, device, dtype)

    @property
    def shape(self) -> Any:
        """Not known.

        Raises:
            RuntimeError: always.
        """
        raise RuntimeError(NO_SHAPE)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def is_lazy(param: Any) -> bool:
    """Whether its shape is not known yet."""
    return isinstance(param, UninitializedParameter | UninitializedBuffer)


def _nothing(device: Any, dtype: Dtype | None) -> Tensor:
    with unobserved():
        return empty(0, device=device, dtype=dtype)


def _materialize(
    tensor: Tensor,
    kind: type[Tensor],
    shape: Sequence[int],
    device: Any,
    dtype: Dtype | None,
) -> None:
    with unobserved():
        tensor.data = empty(tuple(shape), device=device, dtype=dtype or tensor.dtype)
    tensor.__class__ = kind


NO_SHAPE = (
    "Can't access the shape of an uninitialized parameter or buffer. This error "
    "usually happens in `load_state_dict` when trying to load an uninitialized "
    "parameter into an initialized one. Call `forward` to initialize the parameters "
    "before accessing their attributes."
)
