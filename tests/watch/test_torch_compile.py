"""What ``torch.compile`` has compiled is one card, and runs as it does unrecorded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import torch
from torch import nn

import autoviz as av
from autoviz.picture.caption import caption
from autoviz.picture.words import plain
from autoviz.recording import Recording
from autoviz.records import Forward, GraphNode, Update, fold

pytest.importorskip("torch._dynamo", reason="this PyTorch has no compiler")

leaf: Any = partial(torch.tensor, requires_grad=True)

# PyTorch's compiler warns of itself
pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("error:.*autoviz"),
]


@pytest.fixture(autouse=True)
def fresh() -> None:
    torch._dynamo.reset()


def wave(x: torch.Tensor, w: torch.Tensor) -> torch.Tensor:
    return (torch.sin(x * w) * 2).sum()


def both(x: torch.Tensor, w: torch.Tensor) -> dict[str, torch.Tensor]:
    return {"product": x * w, "sum": x + w}


def broken(x: torch.Tensor, w: torch.Tensor) -> torch.Tensor:
    y = torch.sin(x * w)
    torch._dynamo.graph_break()
    return (y * x).sum()


class Small(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(2, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.tanh(self.linear(x))


def trained(function: Callable[..., Any]) -> list[torch.Tensor]:
    """What one gets with a function that was compiled: its results, a gradient."""
    x, w = torch.tensor([1.0, 2.0]), leaf([0.5, 0.25])
    made = function(x, w)
    values = list(made.values()) if isinstance(made, dict) else [made]
    sum(each.sum() for each in values).backward()
    assert w.grad is not None
    return [*(each.detach() for each in values), w.grad]


def compiled(rec: Recording) -> list[GraphNode]:
    nodes = rec.trace.graph.nodes
    return [each for each in nodes if (each.op or "").startswith("compiled ")]


def said(rec: Recording, node: int) -> str:
    steps = enumerate(rec.trace.steps, 1)
    k = next(k for k, each in steps if isinstance(each, Forward) and each.node == node)
    return plain(caption(rec.trace, fold(rec.trace, k)))


def graphs() -> int:
    """How many graphs have been compiled since the start of a test."""
    count: int = torch._dynamo.utils.counters["stats"]["unique_graphs"]
    return count


@pytest.mark.parametrize("function", [wave, both, broken])
@pytest.mark.parametrize("backend", ["eager", "aot_eager"])
def test_results_are_the_same_to_the_last_bit(
    backend: str, function: Callable[..., Any]
) -> None:
    ours = torch.compile(function, backend=backend)
    plain = trained(ours)
    with av.record():
        first = trained(ours)
    with av.record() as rec:
        second = trained(ours)
    assert all(map(torch.equal, plain, first))
    assert all(map(torch.equal, plain, second))
    assert len(rec) > 5


def test_recording_compiles_once_more_and_breaks_nothing() -> None:
    torch._dynamo.utils.counters.clear()
    ours = torch.compile(wave, backend="aot_eager", fullgraph=True)
    trained(ours)
    counts = [graphs()]
    for _ in range(3):
        with av.record():
            trained(ours)
        counts.append(graphs())
    trained(ours)
    assert [1, 2, 2, 2] == counts
    assert 2 == graphs()


def test_a_compiled_function_is_one_card() -> None:
    ours = torch.compile(wave, backend="aot_eager")
    x, w = torch.tensor([1.0, 2.0]), leaf([0.5, 0.25])
    with av.record() as rec:
        y = ours(x, w)
        y.backward()
    node = rec.trace.graph.nodes[-1]
    assert ["input", "leaf", "op"] == [each.kind for each in rec.trace.graph.nodes]
    assert ("compiled wave", "CompiledFunctionBackward") == (node.op, node.grad_fn)
    assert (("y",), [0, 1]) == (node.names, [each.node for each in node.inputs])
    assert node.source is not None
    assert "ours(x, w)" == node.source.expression
    kinds = ["Forward", "Seed", "Backward", "Accumulate"]
    assert kinds == [type(each).__name__ for each in rec.trace.steps]
    end = fold(rec.trace, 4)
    assert (y.item(), 1.0) == (end.values[2].item(), end.gradients[2].item())
    assert end.sent[2, 1].numbers == tuple(w.grad.tolist())
    told = "torch.compile ran wave as one piece: what happened inside is not to be seen"
    assert told in said(rec, 2)


def test_what_happens_in_between_stays_in_its_order() -> None:
    ours = torch.compile(wave, backend="aot_eager")
    x, w = torch.tensor([1.0, 2.0]), leaf([0.5, 0.25])
    with av.record() as rec:
        y = ours(x, w)
        z = w * 3
        loss = z.sum() + ours(x, w) + y
        loss.backward()
    ops = [each.op for each in rec.trace.graph.nodes if each.kind == "op"]
    one = "compiled wave"
    assert [one, "mul", "sum", one, "add", "add"] == ops
    assert w.grad is not None


def test_several_results() -> None:
    ours = torch.compile(both, backend="aot_eager")
    with av.record() as rec:
        trained(ours)
    (node,) = compiled(rec)
    assert "compiled both" == node.op
    assert 2 == len(node.results)


def test_what_python_does_in_between_parts_it() -> None:
    ours = torch.compile(broken, backend="aot_eager")
    with av.record() as rec:
        trained(ours)
    one, other = compiled(rec)
    assert {"compiled broken"} == {one.op, other.op}
    assert one.id in [each.node for each in other.inputs]


def test_nothing_is_tracked_in_no_grad() -> None:
    ours = torch.compile(wave, backend="aot_eager")
    x, w = torch.tensor([1.0, 2.0]), leaf([0.5, 0.25])
    with av.record() as rec:
        with torch.no_grad():
            y = ours(x, w)
        z = y * 2
    (node,) = compiled(rec)
    assert ("untracked", ("y",)) == (node.kind, node.names)
    last = rec.trace.steps[-1]
    assert isinstance(last, Forward)
    assert z.item() == last.value.item()


def test_a_compiled_model_that_is_trained() -> None:
    torch.manual_seed(0)
    model = Small()
    ours = torch.compile(model, backend="aot_eager")
    opt = torch.optim.SGD(model.parameters(), lr=0.5)
    with av.record() as rec:
        for _ in range(2):
            opt.zero_grad()
            ours(torch.ones(1, 2)).sum().backward()
            opt.step()
    assert ["compiled Small"] * 2 == [each.op for each in compiled(rec)]
    updates = [each for each in rec.trace.steps if isinstance(each, Update)]
    weight = tuple(model.linear.weight.flatten().tolist())
    assert weight == updates[2].after.numbers
    assert 4 == len(updates)


def test_a_compiled_step_of_an_optimizer_is_an_update() -> None:
    with av.record() as rec:
        w = leaf(3.0)
        opt = torch.optim.SGD([w], lr=0.5)
        step = torch.compile(opt.step, backend="aot_eager")
        (w * w).backward()
        step()
        z = w + 1
    assert ["Accumulate", "Update", "Forward"] == [
        type(each).__name__ for each in rec.trace.steps[-3:]
    ]
    update = rec.trace.steps[-2]
    assert isinstance(update, Update)
    assert ("SGD", 0.0, 1.0) == (update.by, update.after.item(), z.item())
    assert update.source is not None
    assert "step()" == update.source.expression


def test_what_a_compiled_function_writes_into_a_leaf_is_seen() -> None:
    def shrink(w: torch.Tensor) -> None:
        with torch.no_grad():
            w.mul_(0.5)

    ours = torch.compile(shrink, backend="aot_eager")
    with av.record() as rec:
        w = leaf([3.0, 4.0])
        ours(w)
    (step,) = [each for each in rec.trace.steps if isinstance(each, Forward)]
    assert (0, (1.5, 2.0)) == (step.writes, step.value.numbers)


def test_an_exception_of_the_compiled_function_is_the_programs() -> None:
    def wrong(w: torch.Tensor) -> torch.Tensor:
        y = w * 2
        raise ValueError(f"not {y.ndim}")

    ours = torch.compile(wrong, backend="aot_eager")
    with pytest.raises(ValueError, match="not 0"), av.record() as rec:
        ours(leaf(3.0))
    assert "ValueError" in str(rec)
