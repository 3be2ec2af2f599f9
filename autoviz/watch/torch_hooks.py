"""What the learner's own hooks make of gradients: before and after.

PyTorch keeps hooks in tables, of a tensor or of a node, and each table can be had from
a handle. While a pass runs, every hook of the learner's stands in its table behind one
of ours, which looks at what goes in and what comes out; when the pass has ended, the
table is as it was.

A table is found at the tensor, or where PyTorch said that a hook was registered, or, if
more hooks were registered than we know of, by looking at every node of the pass. Not
found is only a hook of a tensor that was registered before the recording, and whose
tensor is gone.

Next: ``torch_backward``.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal

import torch

from autoviz.records import Value
from autoviz.watch.side import Side, grad_fn_of
from autoviz.watch.torch_held import Held
from autoviz.watch.torch_quiet import GradFn, hooks_so_far

__all__ = ["Change", "TorchHooks", "changes_of"]

Where = Literal["arrived", "sent"]
Hook = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What the hooks of one table did: to one output of a node, or to all it has.

    ``table`` tells tables apart.
    """

    node: int
    where: Where
    output: int | None
    table: int
    before: Sequence[Value | None]
    after: Sequence[Value | None]
    name: str
    is_one: bool  # or it has left everything as it was

    def then(self, later: Change) -> Change:
        """This, and the next hook of the same table."""
        return Change(
            self.node,
            self.where,
            self.output,
            self.table,
            self.before,
            later.after,
            f"{self.name}, {later.name}",
            self.is_one or later.is_one,
        )


@dataclass(frozen=True, slots=True)
class _Table:
    node: int
    where: Where
    output: int | None
    hooks: Callable[[], dict[int, Hook] | None]


class TorchHooks:
    """The learner's hooks, in one recording."""

    def __init__(
        self,
        side: Side,
        held: Held,
        quietly: Callable[[], AbstractContextManager[None]],
        own_code_runs: Callable[[], None],
    ) -> None:
        self._side = side
        self._held = held
        self._quietly = quietly
        self._own_code_runs = own_code_runs
        self._tables: dict[int, _Table] = {}
        self._watched: list[_Table] = []
        self.changes: list[Change] = []
        self._found: set[int] = set()
        self._known = 0  # registered since we began, and known
        self._so_far = self._paused_at = hooks_so_far()
        self._is_older = False

    # which there are

    def starts(self) -> None:
        """Of hooks that are registered from now on those of the learner's are meant."""
        self._so_far, self._known = hooks_so_far(), 0

    def pauses(self) -> None:
        """Of hooks that are registered from now on nobody hears."""
        self._paused_at = hooks_so_far()

    def goes_on(self) -> None:
        """They are looked for once, and do not count."""
        self._so_far += hooks_so_far() - self._paused_at
        self._is_older = True

    def has_older(self) -> None:
        """The graph goes on into one from before, which may have hooks."""
        self._is_older = True

    def registered(self, tensor: torch.Tensor, handle: Any) -> None:
        """The learner has registered a hook of a computed tensor."""
        self._known += 1
        self._found.add(handle.id)
        self._note_tensor(tensor, handle.hooks_dict_ref)

    def look_at(self, grad_fn: GradFn) -> None:
        """Find the hooks of a node."""
        node: int = grad_fn.metadata[self._side.mark]
        sides: Sequence[tuple[Where, Any]] = (
            ("arrived", grad_fn.register_prehook),
            ("sent", grad_fn.register_hook),
        )
        for where, register in sides:
            handle = register(_nothing)
            handle.remove()
            self._known += 1
            hooks = handle.hooks_dict_ref()
            if not all(map(self._is_ours, hooks.values())):
                self._note(_Table(node, where, None, handle.hooks_dict_ref))

    def _note_tensor(self, tensor: torch.Tensor, hooks: Any) -> None:
        grad_fn = grad_fn_of(tensor)
        node = None if grad_fn is None else grad_fn.metadata.get(self._side.mark)
        if node is not None:
            self._note(_Table(node, "arrived", tensor.output_nr, hooks))

    def _note(self, table: _Table) -> None:
        hooks = table.hooks()
        known = self._tables.get(id(hooks))
        if hooks is not None and (known is None or known.hooks() is not hooks):
            self._tables[id(hooks)] = table  # where one that is gone may have been

    def _look(self, roots: Sequence[torch.Tensor]) -> None:
        """Look at every tensor there is, and at every node of a pass."""
        for tensor, _ in self._side.alive():
            hooks = tensor._backward_hooks
            if hooks:
                self._note_tensor(tensor, weakref.ref(hooks))
        seen: set[GradFn] = set()
        waiting: list[GradFn] = [_node_of(each) for each in roots]
        while waiting:
            grad_fn = waiting.pop()
            if grad_fn is None or grad_fn in seen:
                continue
            seen.add(grad_fn)
            if self._side.mark in grad_fn.metadata:
                self.look_at(grad_fn)
            waiting += [each for each, _ in grad_fn.next_functions]
        self._is_older = False

    # while a pass runs

    def begins(
        self,
        roots: Sequence[torch.Tensor],
        leaves: Sequence[tuple[int, torch.Tensor]],
        ours: int,
    ) -> None:
        """Stand in front of every hook of the learner's; ``ours`` are so many."""
        if self._is_older or hooks_so_far() != self._so_far + self._known + ours:
            self._look(roots)
        for node, leaf in leaves:
            if leaf._backward_hooks:
                self._note(
                    _Table(node, "arrived", 0, weakref.ref(leaf._backward_hooks))
                )
        for key, table in list(self._tables.items()):
            hooks = table.hooks()
            if hooks is None:
                del self._tables[key]
                continue
            self._watched.append(table)
            for number, hook in list(hooks.items()):
                if not self._is_ours(hook):
                    hooks[number] = _Watched(self, table, hook)
                    if number not in self._found and number >= self._so_far:
                        self._known += 1
                        self._found.add(number)

    def ends(self) -> None:
        """Leave the tables as they were."""
        for table in self._watched:
            hooks = table.hooks() or {}
            for number, hook in list(hooks.items()):
                if isinstance(hook, _Watched) and hook.hooks is self:
                    hooks[number] = hook.hook
        self._watched.clear()

    def _is_ours(self, hook: Hook) -> bool:
        """Whether recording has it there; behind another one's may be the learner's."""
        if isinstance(hook, _Watched):
            return hook.hooks is self
        inner = getattr(hook, "func", hook)
        return str(getattr(inner, "__module__", "")).startswith("autoviz.watch.")

    def taken(self) -> Sequence[Change]:
        """What hooks have done since this was asked."""
        done, self.changes = self.changes, []
        return done

    def run(self, table: _Table, hook: Hook, given: Sequence[Any]) -> Any:
        """Let a hook do what it does, and see what that is."""
        __tracebackhide__ = True
        copies: list[Any] = []
        before: list[Value | None] = []
        with self._quietly():
            self._own_code_runs()
            copies += [_copy(each) for each in _several(given[0])]
            before += map(self._value, copies)
        try:
            result = hook(*given)
        except BaseException:
            self.changes = [e for e in self.changes if e.table != id(table)]
            raise
        with self._quietly():
            left = _several(given[0] if result is None else result)
            self._changed(table, hook, (copies, before), left)
        return result

    def _changed(
        self,
        table: _Table,
        hook: Hook,
        before: tuple[Sequence[Any], Sequence[Value | None]],
        left: Sequence[Any],
    ) -> None:
        copies, values = before
        is_one = len(copies) != len(left) or not all(map(_is_same, copies, left))
        after = list(map(self._value, left)) if is_one else values
        change = Change(
            table.node,
            table.where,
            table.output,
            id(table),
            values,
            after,
            _name(hook),
            is_one,
        )
        if self.changes and self.changes[-1].table == id(table):
            change = self.changes.pop().then(change)
        self.changes.append(change)

    def _value(self, gradient: torch.Tensor | None) -> Value | None:
        if gradient is None:
            return None
        return self._held.value(gradient, copied=True)


@dataclass(slots=True)
class _Watched:
    """A hook of the learner's, in its table."""

    hooks: TorchHooks
    table: _Table
    hook: Hook

    @property
    def __name__(self) -> str:
        """What PyTorch calls the hook, when it refuses what it returned."""
        return str(self.hook.__name__)

    def __call__(self, *given: Any) -> Any:
        __tracebackhide__ = True
        return self.hooks.run(self.table, self.hook, given)


def changes_of(
    changes: Sequence[Change], arrived: Sequence[Value | None]
) -> Iterator[tuple[Change, Sequence[Value | None], Sequence[Value | None]]]:
    """Each change of what ``arrived`` in the end: all outputs before, and after."""
    now = list(arrived)
    for each in reversed(changes):
        _put(each, each.before, now)
    for each in changes:
        before = tuple(now)
        _put(each, each.after, now)
        if each.is_one:
            yield each, before, tuple(now)


def _put(
    change: Change, values: Sequence[Value | None], into: list[Value | None]
) -> None:
    if change.output is None or len(into) == 1:
        into[:] = values
    else:
        into[change.output] = values[0]


def _several(gradients: Any) -> Sequence[Any]:
    return gradients if isinstance(gradients, tuple | list) else (gradients,)


def _copy(gradient: torch.Tensor | None) -> torch.Tensor | None:
    return None if gradient is None else gradient.detach().clone()


def _is_same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    return bool(((one == other) | (one != one) & (other != other)).all())


def _node_of(root: torch.Tensor) -> GradFn:
    return torch.autograd.graph.get_gradient_edge(root).node


def _name(hook: Hook) -> str:
    """What a hook is called; behind one of PyTorch's may be those of a module."""
    if isinstance(hook, _Watched):
        return _name(hook.hook)
    if getattr(hook, "__module__", "") == "torch.utils.hooks":
        is_first = "setup_output" in getattr(hook, "__qualname__", "")
        kind = "user_pre_hooks" if is_first else "user_hooks"
        for cell in getattr(hook, "__closure__", None) or ():
            for each in getattr(cell.cell_contents, kind, ()):
                return _name(each)
    return str(getattr(hook, "__name__", "hook"))


def _nothing(*_: Any) -> None:
    """A hook that looks at nothing and changes nothing."""
