"""``make_dot``: the graph behind a tensor, without a recording.

Autograd keeps a graph behind every tensor it has computed: ``grad_fn`` is the node
that made it, ``next_functions`` are the nodes before. ``make_dot`` walks them from
the output back to the leaves, and writes down what it meets as cards and arrows.
Nodes of the numpy core and of PyTorch are walked alike: they have the same names.

Next: ``picture/digraph.py``, which draws the cards.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from autoviz.core.node import AccumulateGrad, Node
from autoviz.picture.digraph import Arrow, Card, Digraph, Role, digraph
from autoviz.picture.notation import numbers
from autoviz.picture.words import shorten

__all__ = ["make_dot"]

_SAVED = "_saved_"
_NAME = 60
_WIDTH = 40


def make_dot(
    var: Any,
    params: Mapping[str, Any] | None = None,
    show_attrs: bool = False,
    show_saved: bool = False,
    max_attr_chars: int = 50,
) -> Digraph:
    """Draw the graph that autograd keeps behind a tensor, as torchviz does.

    It takes tensors of autoviz and of PyTorch. Arrows run the way the numbers ran,
    from the leaves down to the output; ``backward()`` goes against them. A grey box
    is a node: an operation's ``grad_fn``. Blue, with a thick outline, is a leaf, into
    whose ``.grad`` its AccumulateGrad adds the gradient. Green, with a double
    outline, is an output; darker green is the tensor that an output is a view of. An
    orange sheet is a tensor that a node has saved for ``backward()``.

    Args:
        var: the output, or a tuple of outputs.
        params: names for tensors: ``dict(model.named_parameters())``. Others are
            called what ``named()`` called them, or have just their shape.
        show_attrs: write into each node what it keeps (``grad_fn._saved_…``).
        show_saved: draw the saved tensors; those of custom functions always are.
        max_attr_chars: the most characters of an attribute.

    Returns:
        A ``graphviz.Digraph`` that shows itself without a ``dot`` command.

    Raises:
        TypeError: there is something else than a tensor in ``var`` or ``params``.
        ValueError: there is no tensor in ``var``.
    """
    walk = _Walk(_names(params), show_attrs, show_saved, max(max_attr_chars, 3))
    try:
        for each in _outputs(var):
            walk.output(each)
    finally:
        _let_live(walk)
    return digraph(walk.cards, walk.arrows)


@dataclass
class _Walk:
    """What has been met so far: each thing has a number, from 1, and one card."""

    names: Mapping[int, str]
    show_attrs: bool
    show_saved: bool
    most: int
    cards: dict[int, Card] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    met: dict[int, tuple[int, Any]] = field(default_factory=dict)
    """By ``id``: the number, and the thing itself, so that its id stays its own."""

    def output(self, tensor: Any) -> None:
        """Draw an output, and all behind it."""
        number = self._computed(tensor, "output")
        if tensor._base is not None:
            base = self._computed(tensor._base, "base")
            self.arrows.append(Arrow(base, number, "view"))

    def _number(self, thing: Any) -> int:
        number, _ = self.met.setdefault(id(thing), (len(self.met) + 1, thing))
        return number

    def _computed(self, tensor: Any, role: Role) -> int:
        number = self._number(tensor)
        drawn = number in self.cards
        if not drawn or role == "output":
            words = () if role == "base" else _why_no_graph(tensor)
            lines = self._lines(tensor, "base of the view" if role == "base" else "")
            self.cards[number] = Card(role, lines, words)
        if not drawn and tensor.grad_fn is not None:
            self.arrows.append(Arrow(self._number(tensor.grad_fn), number))
            self._explore(tensor.grad_fn)
        return number

    def _explore(self, start: Any) -> None:
        """Depth first, and without recursion: a graph may be deep."""
        waiting = [start]
        while waiting:
            node = waiting.pop()
            number = self._number(node)
            if number in self.cards:
                continue
            self._node(node, number)
            before = [each for each, _ in node.next_functions if each is not None]
            for each in before:
                self.arrows.append(Arrow(self._number(each), number))
            waiting.extend(reversed(before))

    def _node(self, node: Any, number: int) -> None:
        name = node.grad_fn_name() if isinstance(node, Node) else type(node).__name__
        kept = _kept(node) if self.show_attrs or self.show_saved else {}
        rows = _table(kept, self.most) if self.show_attrs and kept else ()
        width = max(len(each) for each in (name, *rows))
        rule = ("-" * width,) if rows else ()
        self.cards[number] = Card("operation", (name, *rule), rows)
        if name == "AccumulateGrad":
            self._leaf(node.variable, number)
        if self.show_saved:
            for attribute, value in kept.items():
                self._saved(attribute, value, number)
        if hasattr(type(node), "saved_tensors"):
            self._saved("saved_tensors", self._by_function(node), number)

    def _by_function(self, node: Any) -> Any:
        """Once freed, PyTorch does not say whether a custom function had saved any."""
        value = _read(node, "saved_tensors")
        if value == _Gone("freed"):
            return _Gone("freed, if any") if self.show_saved else ()
        return value

    def _leaf(self, tensor: Any, accumulate: int) -> None:
        number = self._number(tensor)
        if number not in self.cards or self.cards[number].role == "base":
            self.cards[number] = Card("leaf", self._lines(tensor))
        self.arrows.append(Arrow(number, accumulate))

    def _saved(self, attribute: str, value: Any, node: int) -> None:
        """One card for each, though the tensor may have another card elsewhere."""
        for name, each in _parts(attribute, value):
            if isinstance(each, _Gone):
                card = Card("freed", (name, each.word))
            else:
                called = self._called(each)
                title = f"{name} = {called}" if called else name
                card = Card("saved", (title, _shape(each)))
            number = self._number(card)
            self.cards[number] = card
            self.arrows.append(Arrow(node, number, "saved"))

    def _lines(self, tensor: Any, *more: str) -> tuple[str, ...]:
        lines = (self._called(tensor), _shape(tensor), *more)
        return tuple(line for line in lines if line)

    def _called(self, tensor: Any) -> str:
        name = self.names.get(id(tensor)) or getattr(tensor, "name", None)
        return shorten(name, _NAME) if isinstance(name, str) else ""


def _let_live(walk: _Walk) -> None:
    """Nodes that were looked at are not freed in one go, if the graph is deep."""
    things = [thing for _, thing in walk.met.values()]
    nodes = [
        each
        for each in things
        if hasattr(each, "next_functions")
        and not isinstance(each, Node | AccumulateGrad)
    ]
    if nodes:
        from autoviz.watch.torch_deep import hold_some

        hold_some(nodes)


@dataclass(frozen=True)
class _Gone:
    """Instead of a saved tensor that cannot be had: why."""

    word: str


def _kept(node: Any) -> dict[str, Any]:
    """What a node has kept for backward, by name, in alphabetical order."""
    names = {name for name in dir(node) if name.startswith(_SAVED)}
    if isinstance(node, Node):
        needed = {name for grad in node.table_row().grads for name in grad.needs}
        names |= {_SAVED + str(name) for name in needed.union(node.saved_by_name())}
    return {name.removeprefix(_SAVED): _read(node, name) for name in sorted(names)}


def _read(node: Any, attribute: str) -> Any:
    try:
        return getattr(node, attribute)
    except Exception as error:
        words = str(error)
    if "already been freed" in words:
        return _Gone("freed")
    return _Gone("overwritten" if "inplace operation" in words else "not readable")


def _parts(attribute: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The tensors in a saved value, each with what it is called there."""
    if isinstance(value, tuple | list):
        for index, each in enumerate(value):
            if _is_tensor(each):
                yield f"{attribute}[{index}]", each
    elif isinstance(value, _Gone) or _is_tensor(value):
        yield attribute, value


def _table(kept: Mapping[str, Any], most: int) -> tuple[str, ...]:
    width = max(map(len, kept))
    return tuple(f"{name:{width}}: {_text(each, most)}" for name, each in kept.items())


def _text(value: Any, most: int) -> str:
    if isinstance(value, _Gone):
        return f"[{value.word}]"
    found = [name for name, _ in _parts("", value)]
    if found:
        return "[saved tensor]" if found == [""] else "[saved tensors]"
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", str(_signed(value)))
    return shorten(text, most, at="end")


def _signed(value: Any) -> Any:
    """PyTorch keeps ``dim=-1`` as a number without a sign, 2**64 - 1."""
    if type(value) is tuple:
        return tuple(map(_signed, value))
    return value - 2**64 if type(value) is int and value >= 2**63 else value


def _shape(tensor: Any) -> str:
    try:
        return numbers.shape(tensor.shape)
    except RuntimeError:
        return "nested"  # of tensors of several shapes


def _why_no_graph(tensor: Any) -> list[str]:
    """A sentence in lines, if there is no graph behind an output."""
    if tensor.grad_fn is not None:
        return []
    if tensor.requires_grad and tensor._base is not None:
        why = "no graph: a view of a leaf, made under no_grad()"
    elif tensor.requires_grad:
        why = "no graph: a leaf was made, not computed from other tensors"
    elif not (tensor.dtype.is_floating_point or "complex" in str(tensor.dtype)):
        kind = getattr(tensor.dtype, "name", str(tensor.dtype)).removeprefix("torch.")
        why = f"no graph: {kind} numbers have no gradient"
    else:
        why = (
            "no graph: it needs no gradient. Either nothing it was computed from has "
            "requires_grad=True, or it was computed under no_grad(), or detach() cut "
            "it off"
        )
    return textwrap.wrap(f"{why}.", _WIDTH)


def _is_tensor(thing: Any) -> bool:
    names = ("grad_fn", "requires_grad", "_base", "dtype")
    return not isinstance(thing, type) and all(hasattr(thing, each) for each in names)


def _outputs(var: Any) -> list[Any]:
    """The tensors in ``var``, each once; tuples may hold tuples, as an LSTM's."""
    found: dict[int, Any] = {}
    waiting = [var]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple | list):
            waiting.extend(reversed(each))
        elif _is_tensor(each):
            found.setdefault(id(each), each)
        else:
            raise TypeError(
                "make_dot() takes a tensor, or a tuple of tensors, not "
                f"{_instead(each)}"
            )
    if not found:
        raise ValueError("make_dot() got no tensor: the tuple is empty")
    return list(found.values())


def _instead(thing: Any) -> str:
    """What was passed by mistake, and what to pass."""
    kind = type(thing).__name__
    if thing is None:
        return "None: does the function return its result?"
    if isinstance(thing, type):
        return f"the class {thing.__name__}"
    if hasattr(thing, "next_functions"):
        return f"the node {kind}: pass the tensor whose grad_fn it is"
    if hasattr(thing, "parameters") and callable(thing):
        return f"the module {kind}: call it, and pass what it returns: model(x)"
    if callable(thing):
        name = getattr(thing, "__name__", kind)
        return f"the function {name}: call it, and pass what it returns: {name}(x)"
    if isinstance(thing, Mapping):
        return f"a {kind}: pass the tensors in it, tuple(outputs.values())"
    if isinstance(thing, int | float | complex) or hasattr(thing, "dtype"):
        return f"{kind}, which keeps no graph: pass the tensor it was taken from"
    return kind


def _names(params: Any) -> dict[int, str]:
    """What the tensors in ``params`` are called, by ``id``."""
    names: dict[int, str] = {}
    if params is not None and not isinstance(params, Mapping):
        raise TypeError(
            "params is a dict of names and tensors, such as "
            f"dict(model.named_parameters()), not {type(params).__name__}"
        )
    for name, each in (params or {}).items():
        if not _is_tensor(each):
            raise TypeError(f"params[{name!r}] is no tensor: {type(each).__name__}")
        known = names.get(id(each))
        names[id(each)] = f"{known}, {name}" if known else str(name)
    return names
