"""What is noted of a node when PyTorch has made it, and written out later.

While the program runs, only that is taken which may be gone afterwards: the numbers
of a node's inputs, and which tensors it has saved at which versions. No tensor and no
node is held. What the inputs are called, which rule sends the gradient back and how
all this is written is looked up when somebody reads the node.

Next: ``torch_graph``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from autoviz.core.op import Op
from autoviz.records import Input, Saved
from autoviz.watch.notes import Draft
from autoviz.watch.torch_ops import Form, notation
from autoviz.watch.torch_saved import saved_in_order

__all__ = ["Noted", "Source"]

Source = int | str | None
"""What an input is: the number of a node, a constant's text, or nobody knows."""


class Noted(NamedTuple):
    """One node, that ``function`` has made.

    ``sources`` are what its edges lead to, and then what ``form.more`` names; no
    gradient goes to those at ``loose``. ``versions`` are those of the tensors it has
    saved, and ``owners`` says whose those are that are none of its inputs.
    """

    form: Form
    kind: Any
    function: str
    sources: Sequence[Source]
    loose: Sequence[int]
    arguments: Mapping[str, object]
    versions: Mapping[str, int]
    owners: Mapping[str, int | None]
    freed: bool

    def write(self, draft: Draft) -> None:
        """Write it out."""
        form, op = self.form, self.form.op
        if self.function and form.name == "CompiledFunctionBackward":
            op = self.function
        inputs = tuple(self._inputs())
        draft.op, draft.grad_fn, draft.freed = op, form.name, self.freed
        draft.inputs, draft.arguments = inputs, self.arguments
        draft.symbol = form.symbol or notation(op, len(inputs))
        saved = _had_saved(form.row, inputs) if self.freed else self._saved(inputs)
        draft.saved = tuple(saved)

    def _inputs(self) -> Iterator[Input]:
        names = self.form.names + self.form.more
        for at, source in enumerate(self.sources):
            is_edge = at < len(self.form.names)
            yield Input(
                name=names[at],
                node=None if isinstance(source, str) else source,
                constant=source if isinstance(source, str) else None,
                needs_grad=is_edge and at not in self.loose,
                rule=self.form.rules[at] if is_edge else None,
            )

    def _saved(self, inputs: Sequence[Input]) -> Iterator[Saved]:
        by_name = {each.name: each for each in inputs}
        for name in saved_in_order(self.kind, tuple(by_name)):
            if name not in self.versions:
                continue
            source = by_name.get(name)
            if source is not None:
                node, constant = source.node, source.constant
            elif name == "result" or self._is_beside(name):
                node, constant = None, None
            elif name in self.owners:
                node = self.owners[name]
                constant = "…" if node is None else None
            else:
                continue
            yield Saved(name, node, constant, self.versions[name])

    def _is_beside(self, name: str) -> bool:
        """Whether that is another result: ``indices``."""
        return self.form.row is not None and name in self.form.row.results


def _had_saved(row: Op | None, inputs: Sequence[Input]) -> Iterator[Saved]:
    """What a node had saved, as the table says; PyTorch does not any more."""
    saves: tuple[str, ...] = ()
    if row is not None:
        differentiable = enumerate(inputs[: len(row.grads)])
        saves = row.plan(sum(each.needs_grad << i for i, each in differentiable)).saves
    for each in inputs:
        if each.name in saves:
            yield Saved(each.name, each.node, each.constant, 0)
    for name in row.kept_results if row is not None else ():
        yield Saved(name, None, None, 0)
