"""What a node has put aside for ``backward()``.

A ``SavedTensor`` is the array itself, not a copy, with the version it had: if
somebody has written to that memory since, the derivative would be wrong without a
word, so backward refuses.

A learner may put something else in its place (``saved_tensors_hooks``): a *pack*
function sees what is to be saved and returns what is kept, an *unpack* function makes
a tensor of it again. Then nobody looks at versions.

Next: ``node``.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from autoviz.core.anomaly import anomaly
from autoviz.core.dtypes import Array, dtype_of
from autoviz.core.hints import hinted
from autoviz.core.modes import state
from autoviz.core.sentences import (
    CHANGED_BY_PACK,
    DETACHED_SINCE,
    FREED,
    FREED_BEFORE_HOOKS,
    INFERENCE_SAVED,
)
from autoviz.core.storage import Storage

if TYPE_CHECKING:
    from autoviz.core.node import AccumulateGrad, Node
    from autoviz.core.tensor import Tensor

__all__ = [
    "Kept",
    "PackedTensor",
    "RawSaved",
    "SavedResult",
    "SavedTensor",
    "save",
    "show",
    "stem",
]

Pack = Callable[[Any], Any]
Unpack = Callable[[Any], Any]


def save(kept: Tensor, *, result_nr: int | None = None) -> Kept:
    """Put a tensor aside: an input, or result number ``result_nr`` of its node.

    Raises:
        RuntimeError: it was made in inference mode.
    """
    if kept.storage.is_inference:
        raise RuntimeError(INFERENCE_SAVED)
    if state.saved_tensors_hooks:
        return PackedTensor(kept, *state.saved_tensors_hooks[-1], result_nr=result_nr)
    return SavedTensor(kept) if result_nr is None else SavedResult(kept, result_nr)


class Kept:
    """What is in the place of a tensor until ``backward()`` needs it."""

    __slots__ = ()

    def handle(self, node: Node) -> Tensor:
        """The tensor that was saved, with its place in the graph.

        Raises:
            RuntimeError: it is no longer what it was.
        """
        raise NotImplementedError

    def unpack(self, node: Node, as_tensor: bool) -> Any:
        """The tensor, or just its numbers.

        Raises:
            RuntimeError: it is no longer what it was.
        """
        handle = self.handle(node)
        return handle if as_tensor else handle.array


class SavedTensor(Kept):
    """An input put aside for backward, and the version it had then."""

    __slots__ = ("is_leaf", "tensor", "version")

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor
        self.version = tensor.storage.version
        self.is_leaf = tensor.node is None

    @property
    def array(self) -> Array:
        return self.tensor.array

    def handle(self, node: Node) -> Tensor:
        self.unpack(node, as_tensor=True)
        return self.tensor

    def unpack(self, node: Node, as_tensor: bool) -> Any:
        tensor = self.tensor
        if tensor.node is None and not self.is_leaf:
            raise RuntimeError(DETACHED_SINCE)
        if tensor.storage.version != self.version:
            maker = tensor.grad_fn if tensor.dtype.is_floating_point else None
            raise _overwritten(
                tensor.array,
                tensor.storage,
                self.version,
                maker,
                tensor.output_nr,
                tensor.name,
            )
        return tensor if as_tensor else tensor.array


class SavedResult(Kept):
    """A result put aside, of the node itself.

    It keeps no handle to its tensor: the tensor holds the node, and holding it back
    would tie a knot that only the garbage collector undoes.
    """

    __slots__ = ("array", "output_nr", "storage", "version", "view_node")

    def __init__(self, tensor: Tensor, output_nr: int) -> None:
        self.array = tensor.array
        self.storage = tensor.storage
        self.version = tensor.storage.version
        self.output_nr = output_nr
        self.view_node: weakref.ref[Node] | None = None  # of a view written in place

    def handle(self, node: Node) -> Tensor:
        from autoviz.core.tensor import wrap

        result = wrap(self.unpack(node, False), storage=self.storage)
        if result.dtype.is_floating_point:
            result.node, result.output_nr = _maker(self, node), self.output_nr
        return result

    def unpack(self, node: Node, as_tensor: bool) -> Any:
        if as_tensor:
            return self.handle(node)
        if self.storage.version == self.version:
            return self.array
        is_differentiable = dtype_of(self.array).is_floating_point
        maker = _maker(self, node) if is_differentiable else None
        raise _overwritten(
            self.array, self.storage, self.version, maker, self.output_nr
        )


def _maker(kept: SavedResult | PackedTensor, node: Node) -> Node:
    """Of a saved result: the node that has saved it, or the view's that has it."""
    return (kept.view_node() if kept.view_node is not None else None) or node


def _overwritten(
    array: Array,
    storage: Storage,
    expected: int,
    maker: Node | None,
    output_nr: int,
    name: str | None = None,
) -> RuntimeError:
    """What PyTorch says of a tensor that somebody has written to since."""
    origin = ""
    if maker is not None:
        origin = f", which is output {output_nr} of {stem(maker.grad_fn_name())},"
    error = RuntimeError(
        "one of the variables needed for gradient computation has been modified by an "
        f"inplace operation: [{dtype_of(array).legacy} {list(array.shape)}]{origin} is "
        f"at version {storage.version}; expected version {expected} instead. "
        + (_LOOK_ABOVE if anomaly.enabled else _ENABLE_ANOMALY)
    )
    return hinted(error, "overwritten", name)


def stem(name: str) -> str:
    """How messages call a node.

    >>> stem("ExpBackward0"), stem("PowBackward1"), stem("SqBackward")
    ('Exp', 'Pow1', 'Sq')
    """
    before, _, number = name.rpartition("Backward")
    is_numbered = number.isdigit() or name.endswith("Backward")
    return before + number.removeprefix("0") if is_numbered else name


_ENABLE_ANOMALY = (
    "Hint: enable anomaly detection to find the operation that failed to compute its "
    "gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False)."
)
_LOOK_ABOVE = (
    "Hint: the backtrace further above shows the operation that failed to compute its "
    "gradient. The variable in question was changed in there or anywhere later. Good "
    "luck!"
)


class PackedTensor(Kept):
    """What a pack function made of a tensor, and its place in the graph."""

    __slots__ = (
        "accumulate_grad",
        "grad_fn",
        "is_result",
        "output_nr",
        "packed",
        "requires_grad",
        "unpacks",
        "view_node",
    )

    def __init__(
        self,
        kept: Tensor,
        pack: Pack,
        unpacks: Unpack,
        *,
        result_nr: int | None = None,
        shown: Tensor | None = None,
    ) -> None:
        self.requires_grad = kept.requires_grad
        self.is_result = result_nr is not None and kept.grad_fn is not None
        self.grad_fn = None if self.is_result else kept.grad_fn
        self.output_nr = kept.output_nr if result_nr is None else result_nr
        self.accumulate_grad: weakref.ref[AccumulateGrad] | None = None
        if self.requires_grad and kept.grad_fn is None:
            kept.gradient_edge()
            self.accumulate_grad = kept._accumulate_grad
        version, before = kept.storage.version, state.grad_enabled
        state.grad_enabled = False
        try:
            self.packed = pack(kept if shown is None else shown)
        finally:
            state.grad_enabled = before
        if kept.storage.version != version:
            raise RuntimeError(CHANGED_BY_PACK)
        self.unpacks = unpacks
        self.view_node: weakref.ref[Node] | None = None  # of a view written in place

    def handle(self, node: Node) -> Tensor:
        """The tensor that was saved, as ``unpacks`` makes it again.

        Raises:
            TypeError: it made something else.
        """
        from autoviz.core.tensor import Tensor, wrap

        made = self.unpacks(self.packed)
        if not isinstance(made, Tensor):
            raise TypeError(
                "Output of saved tensor unpack_hook expected to be a Tensor but got "
                f"result of type {type(made).__name__}"
            )
        grad_fn = _maker(self, node) if self.is_result else self.grad_fn
        if grad_fn is None and not self.requires_grad and not made.requires_grad:
            return made
        placed = wrap(made.array, storage=made.storage, grad_fn=grad_fn)
        placed.output_nr = self.output_nr
        if grad_fn is None:
            placed.requires_grad = self.requires_grad
            placed._accumulate_grad = self.accumulate_grad
        return placed


class RawSaved:
    """``_raw_saved_self``: what a node keeps, to put hooks on it alone."""

    def __init__(self, node: Node, name: Any) -> None:
        self._node = node
        self._name = name

    def __repr__(self) -> str:
        return f"<SavedTensor object at {id(self):#x}>"

    def register_hooks(self, pack_hook: Pack, unpack_hook: Unpack) -> None:
        """Keep what ``pack_hook`` makes of the saved tensor in its place.

        Raises:
            RuntimeError: it has hooks already, is freed, or is None.
        """
        kept = None if self._node.freed else self._node.saved_by_name().get(self._name)
        if isinstance(kept, PackedTensor):
            raise RuntimeError(
                "Calling register_hooks on a saved tensor whose hooks have already "
                "been set. Hint: only one pair of hooks is allowed at a time."
            )
        if self._node.freed:
            raise RuntimeError(FREED_BEFORE_HOOKS)
        if kept is None:
            raise RuntimeError(
                "Calling register_hooks on a saved tensor with value None is forbidden"
            )
        packed = _pack_later(kept, self._node, pack_hook, unpack_hook)
        self._node.save_instead(self._name, packed)


def _pack_later(kept: Any, node: Node, pack: Pack, unpack: Unpack) -> PackedTensor:
    from autoviz.core.tensor import wrap

    if not isinstance(kept, Kept):  # a plain number
        return PackedTensor(_tensor_of(kept), pack, unpack)
    handle = kept.handle(node)
    shown = wrap(handle.array, storage=handle.storage)
    result_nr = kept.output_nr if isinstance(kept, SavedResult) else None
    return PackedTensor(handle, pack, unpack, result_nr=result_nr, shown=shown)


def _tensor_of(number: Any) -> Tensor:
    import numpy as np

    from autoviz.core.tensor import wrap

    return wrap(np.asarray(number))


def show(node: Node, kept: Any) -> Any:
    """What ``_saved_self`` is: a tensor, a number as a tensor, or None.

    Raises:
        RuntimeError: the memory was modified, or is freed.
    """
    if node.freed:
        raise hinted(RuntimeError(FREED), "freed")
    if kept is None:
        return None
    if isinstance(kept, Kept):
        return kept.handle(node)
    return _tensor_of(kept)
