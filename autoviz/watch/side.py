"""What observing the numpy core and observing PyTorch have in common.

A *side* looks at tensors and tells the writer. Which tensor is which node is known
by identity, through weak references: watching keeps nothing alive. And both sides
learn the learner's names in the same way, from the variables around the operation.

Next: ``numpy_side``, then ``torch_side``.
"""

from __future__ import annotations

import itertools
import weakref
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from operator import itemgetter
from types import FrameType
from typing import Any, cast

from autoviz.records.graph import Kind
from autoviz.records.value import Value
from autoviz.watch.binding import Path
from autoviz.watch.callers import is_in_function, names_at_callers
from autoviz.watch.capture import Later
from autoviz.watch.given import GivenNames, given_names
from autoviz.watch.sharing import Place, Sharing
from autoviz.watch.source import Position
from autoviz.watch.unwatched import Pausable
from autoviz.watch.variables import names_in, variable
from autoviz.watch.verbs import Shared
from autoviz.watch.writer import Writer

__all__ = [
    "NOT_WANTED",
    "RETAINED",
    "Side",
    "grad_fn_of",
    "is_leaf",
    "requires_by_base",
    "why_beside",
]

NOT_WANTED = "no input requires grad"
RETAINED = "retain_grad()"  # who sets a .grad before its node fails
_MARKS = itertools.count()


class Side(Pausable):
    """One kind of tensor, being watched for one recording."""

    def __init__(self, writer: Writer, keep: int) -> None:
        super().__init__()
        self._writer = writer
        self._keep = keep
        self._tensors: dict[int, tuple[weakref.ref[Any], int]] = {}
        self._owners: dict[int, weakref.ref[Any]] = {}  # of a .grad
        self._grads: dict[int, int] = {}  # their nodes, and at which version
        self.names = GivenNames()  # for this recording
        self.sharing = Sharing(self.place_of)
        self.outermost = 0  # id of the frame that has the block
        # Nodes carry their number in metadata. One that only a stale view leads to
        # is not found again, and keeps it: no other recording may take it for its own.
        self.mark = f"autoviz {next(_MARKS)}"

    # what a kind of tensor has to say of itself

    @abstractmethod
    def is_tensor(self, something: object) -> bool:
        """Whether it is of this side's kind."""

    @abstractmethod
    def is_parameter(self, something: object) -> bool:
        """Whether it is a tensor that a module knows to be its own."""

    @abstractmethod
    def is_module(self, something: object) -> bool:
        """Whether it is a module of the library's."""

    def is_compilers(self, module: Any) -> bool:
        """Whether a module was written by a compiler, and no learner knows it."""
        return False

    @abstractmethod
    def value(self, tensor: Any) -> Value:
        """Its numbers now."""

    def later(self, tensor: Any) -> Value | Later:
        """Its numbers now, which may be read later."""
        return self.value(tensor)

    @abstractmethod
    def grad(self, tensor: Any) -> Any:
        """Its ``.grad``, without warnings."""

    def version(self, tensor: Any) -> int:
        """What the version counter of its memory says; 0 if nobody counts."""
        try:
            version: int = tensor._version
        except RuntimeError:
            return 0
        return version

    @staticmethod
    @abstractmethod
    def place_of(tensor: Any) -> Place | None:
        """Where in memory its numbers are, if it has some."""

    @abstractmethod
    def is_stale(self, tensor: Any) -> bool:
        """Whether it is a view whose memory was written to since its node was made.

        Who asks for its ``grad_fn`` makes another node. Nodes run backward in the order
        in which they were made; so watching waits until the program has asked.
        """

    def asked(self, tensors: Sequence[Any]) -> None:
        """The program itself asks for their ``grad_fn``: none is stale any more."""
        return

    @abstractmethod
    def adopt(self, grad_fn: Any) -> int:
        """Number a graph that was built before the recording, inputs first."""

    def adopted(self, tensor: Any) -> int:
        """The number of a tensor that was computed before the recording."""
        return self.adopt(tensor.grad_fn)

    def explicit_name(self, tensor: Any) -> str | None:
        """The name that it was given, for this recording or for all."""
        return self.names.of(tensor) or given_names.of(tensor)

    def forget(self) -> None:
        """Leave nothing behind on what was looked at."""
        return

    # what is looked at while recording pauses

    def seen(self) -> Iterator[tuple[Any, int]]:
        """Tensors that stand for themselves; a ``.grad`` is told of its owner."""
        return (each for each in self.alive() if each[1] not in self._grads)

    def forget_tensor(self, tensor: Any, node: int) -> None:
        """A tensor is not that node any more."""
        del self._tensors[id(tensor)]
        self._owners.pop(node, None)

    def behind(self, tensor: Any) -> int | None:
        """The number of its ``grad_fn``, if it has one."""
        return None if grad_fn_of(tensor) is None else self.numbered(tensor)

    def unseen(self) -> AbstractContextManager[Any]:
        """Nobody hears of it when tensors are looked at."""
        return nullcontext()

    # what the recorder asks

    @abstractmethod
    def blame(self, error: BaseException) -> int | None:
        """The node that could not run backward, if an exception came from there."""

    def name_tensors(self, variables: Mapping[str, object]) -> None:
        """Names from the variables that are there now, and from modules in them."""
        for name, tensor in names_in(variables, self._is_known):
            node = self.known(tensor)
            if node is not None:
                self._writer.name(node, name)
        self.name_parameters(variables)

    def name_parameters(self, variables: Mapping[str, object]) -> None:
        """``"model.weight"``: parameters and buffers of the modules in variables."""
        for name, module in names_in(variables, self.is_module):
            whole = cast("Any", module)
            for inner, owned in (*whole.named_parameters(), *whole.named_buffers()):
                node = self.known(owned)
                if node is not None:
                    self._writer.name(node, f"{name}.{inner}")

    def is_named(self, tensor: Any, name: str) -> None:
        """A tensor gets a name now; at the end it may be gone."""
        node = self.known(tensor)
        if node is not None:
            self._writer.name(node, name, first=True)

    def name_explicit(self) -> None:
        """Names that were given."""
        for tensor, node in self.alive():
            name = self.explicit_name(tensor)
            if name is not None:
                self._writer.name(node, name, first=True)

    def recognise(self, variables: Mapping[str, object]) -> None:
        """Variables whose ``grad_fn`` has been numbered: their numbers are known."""
        for _, tensor in names_in(variables, self.is_tensor):
            ask = not self.is_stale(tensor) and not self.is_leaf(tensor)
            node = self.numbered(tensor) if ask else None
            if node is not None and self.known(tensor) is None:
                self.remember(tensor, node)
                if not self._writer.is_seen(node):
                    self._writer.starts_as(node, self.value(tensor))

    def is_leaf(self, tensor: Any) -> bool:
        """Whether it was not computed; a view that went stale was."""
        return not self.is_stale(tensor) and is_leaf(tensor)

    # which tensor is which node

    def numbered(self, tensor: Any) -> int | None:
        """The number of the node that a computed tensor belongs to, if it has one."""
        number: int | None = tensor.grad_fn.metadata.get(self.mark)
        return number

    def known(self, tensor: object) -> int | None:
        """The node of a tensor that has been seen."""
        found = self._tensors.get(id(tensor))
        return found[1] if found and found[0]() is tensor else None

    def shared(self, written: Any, *told: Any) -> Shared:
        """What others hold now that look at these numbers, but for those ``told``.

        A view that went stale shows it at the node that it had.
        """
        found: dict[int, Value | Later] = {}
        for each in self.sharing.others(written):
            node = self.known(each)
            if node is not None and not any(each is one for one in told):
                found[node] = self.later(each)
        return tuple(sorted(found.items(), key=itemgetter(0)))

    def followed(self, made: Any, statistics: Sequence[Any]) -> None:
        """What made a tensor has changed these, and no version says so.

        These are the running statistics of a batch norm, and who looks at them.
        """
        told: dict[int, Value | Later] = {}
        for each in statistics:
            told[self.node_of(each, None)] = self.later(each)
            told |= self.shared(each)
        self._writer.changed_besides(self.node_of(made, None), tuple(told.items()))

    def owners(self) -> Iterator[Any]:
        """Every tensor that has, or may get, a ``.grad``, and is still there."""
        for reference in list(self._owners.values()):
            tensor = reference()
            if tensor is not None:
                yield tensor

    def alive(self) -> Iterator[tuple[Any, int]]:
        """Every tensor that was seen and is still there, with its node."""
        for reference, node in list(self._tensors.values()):
            tensor = reference()
            if tensor is not None:
                yield tensor, node

    def finder(self) -> Callable[[object], int | None]:
        """Tells afterwards which node a tensor was, and keeps nothing alive."""
        seen = {id(each): (weakref.ref(each), node) for each, node in self.alive()}

        def find(tensor: object) -> int | None:
            found = seen.get(id(tensor))
            return found[1] if found and found[0]() is tensor else None

        return find

    def remember(self, tensor: Any, node: int) -> None:
        """This tensor is that node from now on."""
        reference = weakref.ref(tensor)
        self._tensors[id(tensor)] = (reference, node)
        if tensor.requires_grad and (self.is_leaf(tensor) or tensor.retains_grad):
            self._owners[node] = reference

    def given(
        self, tensor: Any, position: Position | None, value: Value | None = None
    ) -> int:
        """Number a tensor that was not computed here, and held this ``value``."""
        kind: Kind = "leaf" if tensor.requires_grad else "input"
        held = self.grad(tensor)
        grad = None if held is None else self.later(held)
        held = self.later(tensor) if value is None else value
        node = self._writer.tensor(kind, held, position, grad=grad)
        self._begins(tensor, node)
        self.remember(tensor, node)
        name = self.explicit_name(tensor)
        if name is not None:
            self._writer.name(node, name, first=True)
        return node

    def _begins(self, tensor: Any, node: int) -> None:
        """What is true at the start: how often its memory was written to, and whose."""
        version = self.version(tensor)
        base = tensor._base
        known = None if base is None else self.known(base)
        if base is not None:
            self.sharing.meet(base, tensor)
        if known is not None and known != node:
            self._writer.shares(node, known, view=True)
        elif version:
            self._writer.counts(node, version)

    def node_of(self, tensor: Any, frame: FrameType | None) -> int:
        """The number of a tensor; one made before the recording gets one now."""
        known = self.known(tensor)
        if known is not None and self._is_as_it_was(tensor, known):
            self._note_late(tensor, known)
            return known
        if grad_fn_of(tensor) is None:
            node = self.given(tensor, None)
        else:
            node = self.adopted(tensor)
            self._writer.starts_as(node, self.value(tensor))
            self._begins(tensor, node)
            self.remember(tensor, node)
        self.name_around(tensor, node, frame)
        return node

    def _is_as_it_was(self, tensor: Any, node: int) -> bool:
        """A ``.grad`` is added to by ``backward()``: it is another one then."""
        return node not in self._grads or self._grads[node] == self.version(tensor)

    def name_around(self, tensor: Any, node: int, frame: FrameType | None) -> None:
        """What a tensor that was made before is called where it is used.

        A parameter is not looked for: its module names it.
        """
        if self.is_parameter(tensor):
            return
        if not (tensor.requires_grad and self.is_leaf(tensor)):
            for owner, reference in self._owners.items():
                its = reference()
                if its is not None and self.grad(its) is tensor:
                    self._writer.grad_of(node, owner)
                    self._grads[node] = self.version(tensor)
                    return
        name = variable(frame, tensor)
        if name:
            self._writer.name(node, name)

    def name_at_callers(
        self, node: int, position: Position, frame: FrameType, path: Path = ()
    ) -> None:
        """What a result, or a part of it, is called where it is returned to."""
        names = names_at_callers(position, frame, path, outermost=self.outermost)
        if names:
            self._writer.named_at_callers(node, names)

    def name_results(
        self,
        results: Sequence[Any],
        position: Position | None,
        frame: FrameType | None,
    ) -> None:
        """What the results of one call are called where they are returned to."""
        if position is None or frame is None or not is_in_function(position):
            return
        for part, each in enumerate(results):
            node = self.known(each)
            if node is not None and self._writer.position(node) == position:
                path = (part,) if len(results) > 1 else ()
                self.name_at_callers(node, position, frame, path)

    def name_the_round_before(
        self,
        operands: Sequence[Any],
        position: Position | None,
        frame: FrameType | None,
    ) -> None:
        """``h = h*2`` in a loop: what the last round made is still in ``h``.

        Of one expression that runs two operations (``1/x``) no variable has the
        first.
        """
        for each in operands:
            node = self.known(each)
            if node is not None and self._writer.position(node) == position:
                name = variable(frame, each)
                if name:
                    self._writer.name(node, name)

    def _is_known(self, something: object) -> bool:
        return self.is_tensor(something) and self.known(something) is not None

    def _note_late(self, tensor: Any, node: int) -> None:
        """What was said of a tensor after it was made; at the end it may be gone."""
        name = self.explicit_name(tensor)
        if name is not None:
            self._writer.name(node, name, first=True)
        is_leaf = tensor.requires_grad and self.is_leaf(tensor)
        if is_leaf and not requires_by_base(tensor):
            self._writer.leaf(node)


def why_beside(reason: str | None, value: Value) -> str:
    """Why a result is not recorded that stands beside another one: indices."""
    return NOT_WANTED if reason == NOT_WANTED else f"the result is {value.dtype}"


def grad_fn_of(tensor: Any) -> Any:
    """Its ``grad_fn``; None for a view that must not be used any more.

    Of a view that was made in ``no_grad`` it must not be asked once its memory was
    written to.
    """
    try:
        return getattr(tensor, "grad_fn", None)
    except RuntimeError:
        return None


def is_leaf(tensor: Any) -> bool:
    """Whether it was not computed, as far as one may ask."""
    return grad_fn_of(tensor) is None


def requires_by_base(tensor: Any) -> bool:
    """A view from within ``no_grad`` requires grad because what it looks at does."""
    base = tensor._base
    return base is not None and bool(base.requires_grad)
