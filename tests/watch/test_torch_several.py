"""Nodes with several results, and passes with several roots: as PyTorch runs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import torch

import autoviz as av
from autoviz.picture.caption import caption
from autoviz.picture.frame import frame
from autoviz.picture.text import table
from autoviz.picture.view import view
from autoviz.picture.why import why
from autoviz.picture.words import plain
from autoviz.records import (
    Accumulate,
    Arriving,
    Backward,
    Failure,
    GraphNode,
    Seed,
    Step,
    Trace,
    Value,
    fold,
)
from autoviz.records.passes import passes_of

Node = torch.autograd.graph.Node
Roots = torch.Tensor | Sequence[torch.Tensor]
Ran = list[tuple[str, list[Any], list[Any]]]


class Both(torch.autograd.Function):
    """Twice and three times a tensor."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return x * 2, x * 3

    @staticmethod
    def backward(ctx: Any, *came: torch.Tensor) -> torch.Tensor:
        twice, thrice = came
        return twice * 2 + thrice * 3


class WithPlace(torch.autograd.Function):
    """A result, another that takes no gradient, and none for what was not used."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        ctx.set_materialize_grads(False)
        place = x.argmax()
        ctx.mark_non_differentiable(place)
        return x * 2, place, x * 3

    @staticmethod
    def backward(ctx: Any, *came: torch.Tensor | None) -> torch.Tensor | None:
        twice, _, thrice = came
        return twice if thrice is None else thrice * 3


def leaf(*numbers: float) -> torch.Tensor:
    return torch.tensor(numbers, requires_grad=True)


def split() -> Roots:
    a, b = leaf(1.0, 2.0, 3.0, 4.0).split(2)
    return (a * b).sum()


def unbind_of_which_one_is_not_used() -> Roots:
    a, _, c = leaf(1.0, 2.0, 3.0).unbind()
    return a * a * c


def std_mean_of_which_one_is_used() -> Roots:
    _, mean = torch.std_mean(leaf(1.0, 2.0, 6.0))
    return mean * 2


def several_of_which_one_takes_gradients() -> Roots:
    x = leaf(1.0, 5.0, 3.0)
    top, _ = x.topk(2)
    most, _ = x.max(dim=0)
    return top.sum() * most


def a_function_of_ones_own() -> Roots:
    _, thrice = Both.apply(leaf(1.0, 2.0))
    return thrice.sum()


def a_function_that_sees_none() -> Roots:
    _, _, thrice = WithPlace.apply(leaf(1.0, 2.0))
    return thrice.sum()


def lstm() -> Roots:
    torch.manual_seed(0)
    _, (_, cell) = torch.nn.LSTM(2, 1)(torch.ones(1, 1, 2))
    return cell.sum()


def norms() -> Roots:
    x = torch.tensor([[1.0, 2.0], [4.0, 3.0]], requires_grad=True)
    y = torch.nn.functional.layer_norm(x, (2,))
    return torch.nn.functional.batch_norm(y * x, None, None, training=True).pow(3).sum()


def roots_of_which_one_is_inside_another() -> Roots:
    x = leaf(3.0)
    a = x * 2
    return [a, a * x]


def one_root_twice() -> Roots:
    a = leaf(3.0) * 2
    return [a, a]


def results_of_one_node_as_roots() -> Roots:
    return list(leaf(1.0, 2.0).unbind())


def a_leaf_as_a_root() -> Roots:
    x = leaf(3.0)
    return [x * x, x]


PROGRAMS = (
    split,
    unbind_of_which_one_is_not_used,
    std_mean_of_which_one_is_used,
    several_of_which_one_takes_gradients,
    a_function_of_ones_own,
    a_function_that_sees_none,
    lstm,
    norms,
    roots_of_which_one_is_inside_another,
    one_root_twice,
    results_of_one_node_as_roots,
    a_leaf_as_a_root,
)


def listed(each: Value | torch.Tensor | None) -> Any:
    if isinstance(each, Value):
        return torch.tensor(each.numbers).reshape(each.shape).tolist()
    return None if each is None else each.tolist()


def listen(roots: Sequence[torch.Tensor], ran: Ran) -> None:
    """Ask PyTorch itself what its nodes get and send, in its order."""
    edges = map(torch.autograd.graph.get_gradient_edge, roots)
    waiting, seen = [edge.node for edge in edges], set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        waiting += [each for each, _ in node.next_functions]

        def note(
            sent: Sequence[Any], arrived: Sequence[Any], node: Node = node
        ) -> None:
            name = node.name().split("::")[-1]
            ran.append((name, [*map(listed, arrived)], [*map(listed, sent)]))

        node.register_hook(note)


def recorded(program: Callable[[], Roots]) -> tuple[Trace, Ran]:
    """What was recorded of a program, and what PyTorch says it ran."""
    ran: Ran = []
    with av.record() as rec:
        made = program()
        roots = [made] if isinstance(made, torch.Tensor) else made
        listen(roots, ran)
        torch.autograd.backward(roots)
    return rec.trace, ran


def told(trace: Trace, step: Step) -> tuple[str, list[Any], list[Any]]:
    assert isinstance(step, Backward | Accumulate)
    if isinstance(step, Accumulate):
        return "AccumulateGrad", [listed(step.arrived)], []
    node = trace.graph.nodes[step.node]
    return str(node.grad_fn), [*map(listed, step.arrived)], [*map(listed, step.sent)]


@pytest.mark.parametrize("program", PROGRAMS)
def test_nodes_run_when_and_with_what_pytorch_runs_them(
    program: Callable[[], Roots],
) -> None:
    trace, ran = recorded(program)
    steps = [each for each in trace.steps if isinstance(each, Backward | Accumulate)]
    assert [told(trace, each) for each in steps] == ran


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_arrives_is_what_was_sent(program: Callable[[], Roots]) -> None:
    """What waits at a node, or at its results, is what it then runs with."""
    trace, _ = recorded(program)
    for k, step in enumerate(trace.steps, start=1):
        waiting = fold(trace, k - 1).arriving
        if isinstance(step, Accumulate):
            came = {step.node: step.arrived}
        elif isinstance(step, Backward):
            outputs = trace.graph.nodes[step.node].outputs
            pairs = zip(outputs, step.arrived, strict=True)
            came = {node: each for node, each in pairs if node is not None and each}
        else:
            continue
        there = {node: waiting[node] for node in came}
        assert all(each.complete for each in there.values())
        assert came == {node: each.total for node, each in there.items()}
        assert not came.keys() & fold(trace, k).arriving.keys()
    assert {} == fold(trace, len(trace.steps)).arriving


def test_one_pass_with_several_roots_is_one_pass() -> None:
    trace, _ = recorded(roots_of_which_one_is_inside_another)
    seeds = [each for each in trace.steps if isinstance(each, Seed)]
    assert [False, True] == [each.continues for each in seeds]
    (run,) = passes_of(trace)
    assert (3, (1, 2)) == (run.seed, run.roots)
    assert [1.0, 3.0] == [part.value.item() for part in run.parts[1]]


def arriving(trace: Trace, k: int, node: int) -> tuple[list[Any], int]:
    each: Arriving = fold(trace, k).arriving[node]
    return [*map(listed, each.parts)], each.expected


def test_the_seeds_of_a_pass_stand_together() -> None:
    trace, _ = recorded(roots_of_which_one_is_inside_another)
    assert ([[1.0]], 2) == arriving(trace, 3, 1)
    assert ([[1.0]], 2) == arriving(trace, 4, 1)
    assert ([[1.0]], 1) == arriving(trace, 4, 2)
    assert ([[1.0], [3.0]], 2) == arriving(trace, 5, 1)
    assert {1: ["1.0"], 2: ["1.0"]} == {
        node: [str(each.item()) for each in seeds]
        for node, seeds in fold(trace, len(trace.steps)).seeds.items()
    }


def test_a_pass_that_failed_at_once_is_over_when_the_next_begins() -> None:
    with av.record() as rec:
        x = torch.tensor(3.0, requires_grad=True)
        y, z = x * x, x * 2
        y.backward()
        with pytest.raises(RuntimeError, match="second time"):
            y.backward()
        z.backward()
    passes = passes_of(rec.trace)
    assert [(1,), (1,), (2,)] == [each.roots for each in passes]
    seeds = [k for k, s in enumerate(rec.trace.steps, 1) if isinstance(s, Seed)]
    assert {2} == fold(rec.trace, seeds[-1]).arriving.keys()


def test_roots_that_pytorch_refuses_start_nothing() -> None:
    with pytest.raises(RuntimeError, match="does not require grad"), av.record() as rec:
        x = torch.tensor(3.0, requires_grad=True)
        torch.autograd.backward([x * x, torch.tensor(1.0)])
    assert not [each for each in rec.trace.steps if isinstance(each, Seed)]


def test_what_sends_none_is_not_waited_for() -> None:
    with av.record() as rec:
        x = torch.tensor(3.0, requires_grad=True)
        y = x * 2
        one, other = Both.apply(y)
        a, _, b = WithPlace.apply(torch.stack([y, one]))
        (a.sum() + y + 0 * other).backward()
    trace = rec.trace
    for k, step in enumerate(trace.steps, start=1):
        if isinstance(step, Backward) and step.node == node_of(trace, "y").id:
            assert fold(trace, k - 1).arriving[step.node].complete
    assert b.requires_grad


def node_of(trace: Trace, name: str) -> GraphNode:
    return next(each for each in trace.graph.nodes if name in each.names)


def test_each_result_keeps_its_own_gradient() -> None:
    with av.record() as rec:
        x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
        a, b, c = x.unbind()
        for each in (a, b, c):
            each.retain_grad()
        (a * c).backward()
    end = fold(rec.trace, len(rec.trace.steps))
    held = [end.grads.get(node_of(rec.trace, each).id) for each in "abc"]
    assert [listed(each) for each in held] == [a.grad, None, c.grad] == [3.0, None, 1.0]
    assert "a.grad" in str(rec.why("a"))
    assert [3.0, 1.0] == [passed(rec.trace, each) for each in "ac"]


def passed(trace: Trace, name: str) -> Any:
    (run,) = passes_of(trace)
    return run.arrived[node_of(trace, name).id].item()


def test_a_node_at_fault_is_the_one_that_made_several() -> None:
    with pytest.raises(RuntimeError, match="second time"), av.record() as rec:
        x = torch.tensor([1.0, 2.0], requires_grad=True)
        spread, mean = torch.std_mean(x)
        y, z = mean + 1, spread + 1
        (y + z).backward()
        (y + z).backward()
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    assert failure.node is not None
    assert "StdMeanBackward0" == rec.trace.graph.nodes[failure.node].grad_fn
    assert rec.trace.graph.nodes[failure.node].results


def test_a_result_in_a_graph_from_before_is_itself() -> None:
    x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
    a, b = x.split(2)
    y = (a * b).sum()
    graph = av.show(y).trace.graph
    first, second = (node_of_graph(graph.nodes, each) for each in "ab")
    maker = graph.nodes[graph.output(first.id)[0]]
    assert (first.id, second.id) == maker.results
    assert ([1.0, 2.0], [3.0, 4.0]) == (listed(first.value), listed(second.value))
    assert (maker.id, 1) == graph.output(second.id)


def node_of_graph(nodes: Sequence[GraphNode], name: str) -> GraphNode:
    return next(each for each in nodes if name in each.names)


# what is said of it


def unbound() -> tuple[Trace, int]:
    """A recording, and the step in which the node of several results ran."""
    with av.record() as rec:
        x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
        a, b, c = x.unbind()
        y = a * a * c
        y.backward()
    assert b.requires_grad
    return rec.trace, ran_at(rec.trace, "UnbindBackward0")


def ran_at(trace: Trace, grad_fn: str) -> int:
    return next(
        k
        for k, step in enumerate(trace.steps, 1)
        if isinstance(step, Backward)
        and trace.graph.nodes[step.node].grad_fn == grad_fn
    )


def test_the_caption_tells_every_gradient_that_arrived() -> None:
    trace, k = unbound()
    assert (
        "x.unbind(0) (UnbindBackward0): 6 for a and 1 for c arrived: 2 of 3 outputs "
        "got a gradient, the other counts as zero; what arrived, joined again to "
        "shape (3,), goes to x"
    ) == plain(caption(trace, fold(trace, k)))


def test_the_caption_tells_which_of_several_a_result_is() -> None:
    trace, _ = unbound()
    said = [plain(caption(trace, fold(trace, k))) for k in (1, 3)]
    assert [
        "x.unbind(0) (UnbindBackward0): makes 3 tensors; recorded because x requires "
        "grad",
        "b = x.unbind() (UnbindBackward0): output 1 of x.unbind(0) = 2; recorded "
        "because x requires grad; looks at the memory of x",
    ] == said


def test_the_panel_tells_them_output_by_output() -> None:
    trace, k = unbound()
    panel = why(trace, fold(trace, k))
    rows = [plain(each.items) for each in panel.rows[:3]]
    assert ["a: 3 + 3 = 6", "b: nothing, which counts as zero", "c: 1"] == rows


def test_the_table_has_them_in_one_cell() -> None:
    trace, _ = unbound()
    _, rows = table(trace, fold(trace, len(trace.steps)))
    cells = next(row for row in rows if "3 tensors" in row)
    assert "a: 6, b: none, c: 1" == cells[3]


def test_the_picture_shows_the_results_gradients_at_the_step_that_uses_them() -> None:
    trace, k = unbound()
    shown = view(trace)
    node = trace.steps[k - 1].node
    painted, before = frame(shown, k), frame(shown, k - 1)
    assert ["3 tensors", "2 of 3"] == [painted.texts[f"c{node}{e}"] for e in "vn"]
    assert ["3 tensors", ""] == [before.texts[f"c{node}{e}"] for e in "vn"]
    arrows = [each.id for each in shown.edges if each.edge.tail == node]
    now = [painted.classes[f"{each}g"] for each in arrows]
    assert ["grad now", "grad off", "grad now"] == now
    assert ["grad off"] * 3 == [before.classes[f"{each}g"] for each in arrows]


def test_a_seed_s_arrow_keeps_what_backward_started_with() -> None:
    trace, _ = recorded(roots_of_which_one_is_inside_another)
    painted = frame(view(trace), len(trace.steps))
    assert ["1", "1"] == [painted.texts[f"r{root}m"] for root in (1, 2)]
    trace, _ = recorded(one_root_twice)
    assert "1 + 1" == frame(view(trace), len(trace.steps)).texts["r1m"]


# why a gradient is what it is


def test_the_way_back_to_a_nan_leads_through_a_node_with_several_results() -> None:
    with av.record() as rec:
        x = torch.tensor([0.0, 2.0], requires_grad=True)
        a, b = x.unbind()
        (a.sqrt() * 0 + b).backward()
    answer = rec.why("x")
    assert "0 arrived, and nan was sent to a: its local derivative, 1/(2·sqrt(a))" in (
        str(answer)
    )


def test_zeros_are_found_behind_each_result() -> None:
    with av.record() as rec:
        x = torch.tensor([0.0, 2.0], requires_grad=True)
        a, b = x.unbind()
        (a * 0 + b * 0).backward()
    assert "1 arrived, and 0 was sent to b" in str(rec.why("x"))
    assert "Over another path it became 0 in step" in str(rec.why("x"))


def test_the_smallest_factor_is_found_behind_a_result() -> None:
    with av.record() as rec:
        x = torch.tensor([1.0, 2.0], requires_grad=True)
        a, b = x.unbind()
        (a * 1e-10 + b * 1e-9).backward()
    assert "(b * 1e-9), which multiplied it by 1e-09" in str(rec.why("x"))


def test_a_leaf_that_no_root_was_made_from() -> None:
    with av.record() as rec:
        x = torch.tensor(1.0, requires_grad=True)
        y, z = (torch.tensor(1.0, requires_grad=True) for _ in range(2))
        assert x.is_leaf
        torch.autograd.backward([y * 2, z * 3])
    assert "nothing that backward() was called on was made from x" in str(rec.why("x"))


def test_a_leaf_as_a_root_gets_its_seed_and_what_others_send() -> None:
    with av.record() as rec:
        x = torch.tensor(1.0, requires_grad=True)
        torch.autograd.backward([x * 2, x])
    assert "backward() left 1 + 2 = 3 in x.grad" in str(rec.why("x"))
    panel = why(rec.trace, fold(rec.trace, len(rec.trace.steps)))
    rows = [(each.label, plain(each.items)) for each in panel.rows[:2]]
    assert [("from backward()", "1"), ("from x * 2", "2")] == rows
