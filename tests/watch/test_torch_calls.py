"""What PyTorch has and the core has not: calls of many nodes, many results, modules."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import (
    Accumulate,
    Backward,
    Forward,
    GradSet,
    GraphNode,
    Seed,
    Update,
)
from tests.watch.learner_programs import Cube


def ops(rec: Recording) -> list[GraphNode]:
    return [each for each in rec.trace.graph.nodes if each.kind == "op"]


def steps(rec: Recording) -> list[str]:
    return [type(each).__name__ for each in rec.trace.steps]


def values(rec: Recording) -> dict[int, tuple[float, ...] | None]:
    forward = [each for each in rec.trace.steps if isinstance(each, Forward)]
    return {each.node: each.value.numbers for each in forward}


def edges(rec: Recording) -> list[tuple[str, list[tuple[str, int | None]]]]:
    return [
        (str(node.op), [(each.name, each.node) for each in node.inputs])
        for node in ops(rec)
    ]


# calls that make several nodes


def test_linear_is_two_nodes_with_a_value_each() -> None:
    with av.record() as rec:
        x = torch.tensor([[1.0, 2.0]])
        w = torch.tensor([[3.0, 4.0], [5.0, 6.0], [7.0, 8.0]], requires_grad=True)
        b = torch.ones(3, requires_grad=True)
        y = F.linear(x, w, b)
    turned, product = ops(rec)
    assert ("t", "TBackward0", (2, 3)) == (turned.op, turned.grad_fn, turned.shape)
    assert [("self", 2), ("mat1", 0), ("mat2", turned.id)] == edges(rec)[1][1]
    assert (3.0, 5.0, 7.0, 4.0, 6.0, 8.0) == values(rec)[turned.id]
    assert tuple(y.flatten().tolist()) == values(rec)[product.id]
    assert [("mat1", 0)] == [(each.name, each.node) for each in product.saved]


def test_value_between_two_nodes_that_nobody_has_is_not_made_up() -> None:
    with av.record() as rec:
        x = torch.tensor([1.0, 2.0], requires_grad=True)
        (g,) = torch.autograd.grad((x**3).sum(), x, create_graph=True)
    told = values(rec)
    made = [node.id for node in ops(rec)][2:]
    assert None in [told[each] for each in made]
    assert tuple(g.tolist()) == told[made[-1]]


def test_loss_in_one_call_is_told_node_by_node() -> None:
    with av.record() as rec:
        scores = torch.tensor([[1.0, 2.0]], requires_grad=True)
        F.cross_entropy(scores, torch.tensor([1])).backward()
    assert ["log_softmax", "nll_loss"] == [node.op for node in ops(rec)]
    assert [("self", 0)] == edges(rec)[0][1]
    assert "log_softmax({0}, {dim})" == ops(rec)[0].symbol
    backward = [each.node for each in rec.trace.steps if isinstance(each, Backward)]
    assert [node.id for node in reversed(ops(rec))] == backward


def test_factor_hidden_in_an_addition_is_in_its_rule() -> None:
    with av.record() as rec:
        x = torch.tensor(2.0, requires_grad=True)
        torch.add(x, x, alpha=3)
    (node,) = ops(rec)
    assert ["1", "alpha"] == [each.rule for each in node.inputs]
    assert ("alpha", "3") in node.arguments


def test_keyword_arguments_are_matched_by_name() -> None:
    with av.record() as rec:
        x = torch.tensor(2.0, requires_grad=True)
        y = torch.tensor(3.0)
        torch.sub(other=y, input=x)
        torch.where(input=x, condition=x > 0, other=y)
    assert [("self", 0), ("other", 1)] == edges(rec)[0][1]
    assert [("self", 0), ("other", 1)] == edges(rec)[1][1][:2]


def test_tensors_of_a_list_are_inputs_by_number() -> None:
    with av.record() as rec:
        x = torch.ones(2, requires_grad=True)
        y = torch.zeros(2)
        torch.cat([y, x, x])
    expected = [("tensors[0]", 1), ("tensors[1]", 0), ("tensors[2]", 0)]
    assert expected == edges(rec)[0][1]


# calls with several results


def test_each_result_of_a_call_is_a_card() -> None:
    with av.record() as rec:
        x = torch.tensor([2.0, 3.0], requires_grad=True)
        a, b = x
        y = a * b
        y.backward()
    unbind, first, second, _ = ops(rec)
    assert ("unbind", ("a",), ("b",)) == (unbind.op, first.names, second.names)
    assert [(2.0,), (3.0,)] == [values(rec)[each.id] for each in (first, second)]
    assert "{0}[{index}]" == second.symbol
    told = {each.node: each for each in rec.trace.steps if isinstance(each, Backward)}
    assert (first.id, second.id) == unbind.results
    assert not {first.id, second.id} & told.keys()
    assert [(3.0,), (2.0,)] == [each.numbers for each in told[unbind.id].arrived]
    assert (3.0, 2.0) == told[unbind.id].sent[0].numbers


def test_result_without_gradient_is_untracked() -> None:
    with av.record() as rec:
        x = torch.tensor([2.0, 3.0], requires_grad=True)
        top, place = x.max(dim=0)
        assert (3.0, 1) == (top.item(), place.item())
    (node,) = ops(rec)
    (last,) = (each for each in rec.trace.graph.nodes if "place" in each.names)
    assert ("max", ("top",)) == (node.op, node.names)
    assert "untracked" == last.kind
    (step,) = (each for each in rec.trace.steps if each.node == last.id)
    assert "the result is int64" == step.reason


# writing in place


def test_update_writes_into_the_leaf_and_names_its_gradient() -> None:
    with av.record() as rec:
        w = torch.tensor([1.0, 2.0], requires_grad=True)
        (w * w).sum().backward()
        with torch.no_grad():
            w -= 0.5 * w.grad
    entered, _, last, left = rec.trace.steps[-4:]
    assert [("no_grad", True), ("no_grad", False)] == [
        (each.name, each.entered) for each in (entered, left)
    ]
    assert (0, False, "no_grad") == (last.writes, last.tracked, last.reason)
    assert (0.0, 0.0) == last.value.numbers
    assert 1 == last.version
    names = [name for node in rec.trace.graph.nodes for name in node.names]
    assert "w.grad" in names


def test_tensor_from_before_is_known_as_it_was_before_the_first_write() -> None:
    x = torch.tensor([3.0, 4.0], requires_grad=True)
    y = x * 2
    k = torch.tensor([1.0, 2.0])
    with av.record() as rec:
        k += x
        with torch.no_grad():
            y *= 3
    start = [(node.names[0], node.value) for node in rec.trace.graph.nodes]
    told = {name: value.numbers for name, value in reversed(start) if value}
    assert {"k": (1.0, 2.0), "x": (3.0, 4.0), "y": (6.0, 8.0)} == told
    assert [(4.0, 6.0), (18.0, 24.0)] == [
        each.value.numbers for each in rec.trace.steps if isinstance(each, Forward)
    ]


def test_writing_into_a_part_is_a_node_of_the_whole() -> None:
    with av.record() as rec:
        x = torch.tensor([2.0, 3.0], requires_grad=True)
        y = x * 1
        y[0] = 5.0
        y[1].mul_(2)
        y.sum().backward()
    whole = [node for node in ops(rec) if node.op == "copy_slices"]
    assert [(5.0, 3.0), (5.0, 6.0)] == [values(rec)[node.id] for node in whole]
    assert whole[1].id == ops(rec)[-1].inputs[0].node
    assert [0.0, 2.0] == x.grad.tolist()


def test_result_written_into_a_given_tensor() -> None:
    with av.record() as rec:
        a = torch.tensor([1.0, 2.0])
        b = torch.zeros(2)
        torch.add(a, 1, out=b)
    assert (1, (2.0, 3.0)) == (
        rec.trace.steps[-1].writes,
        rec.trace.steps[-1].value.numbers,
    )


# what is given


def test_tensors_that_are_made_are_not_operations() -> None:
    with av.record() as rec:
        x = torch.ones(2, requires_grad=True)
        a = torch.zeros_like(x)
        b = x.new_full((2,), 7.0)
        c = torch.empty(2).fill_(3.0)
        d = torch.rand(2)
    kinds = {node.names[0]: node.kind for node in rec.trace.graph.nodes}
    assert {"x": "leaf", "a": "input", "b": "input", "c": "input", "d": "input"} == (
        kinds
    )
    assert (3.0, 3.0) == rec.trace.graph.nodes[3].value.numbers
    assert [a.sum(), b.sum(), d.numel()] == [0.0, 14.0, 2]
    assert c[0] == 3.0


# backward in other ways


def test_gradient_asked_for_begins_with_a_seed_and_stops_at_the_input() -> None:
    with av.record() as rec:
        x = torch.tensor(2.0, requires_grad=True)
        y = x * x
        torch.autograd.grad(y, x)
    assert ["Forward", "Seed", "Backward"] == steps(rec)


def test_backward_of_several_has_a_seed_each() -> None:
    with av.record() as rec:
        x = torch.tensor(2.0, requires_grad=True)
        y, z = x * 2, x * 3
        torch.autograd.backward([y, z], [torch.tensor(1.0), torch.tensor(10.0)])
    seeds = [each for each in rec.trace.steps if isinstance(each, Seed)]
    assert [(1, (1.0,)), (2, (10.0,))] == [(s.node, s.value.numbers) for s in seeds]
    assert isinstance(rec.trace.steps[-1], Accumulate)
    assert (32.0,) == rec.trace.steps[-1].after.numbers


def test_backward_that_nobody_announced_gets_its_seed_from_the_first_node() -> None:
    with av.record() as rec:
        x = torch.tensor(2.0, requires_grad=True)
        y = x * x
        with torch._C.DisableTorchFunction():
            y.backward(torch.tensor(5.0), retain_graph=True)
            y.backward()
    assert ["Forward", *["Seed", "Backward", "Accumulate"] * 2] == steps(rec)
    seeds = [each for each in rec.trace.steps if isinstance(each, Seed)]
    assert [(1, (5.0,)), (1, (1.0,))] == [(s.node, s.value.numbers) for s in seeds]
    freed = [each.freed for each in rec.trace.steps if isinstance(each, Backward)]
    assert [False, True] == freed


def test_gradient_as_the_learner_s_hooks_leave_it() -> None:
    with av.record() as rec:
        x = torch.tensor(2.0, requires_grad=True)
        y = x * 3
        y.register_hook(lambda g: g * 10)
        y.backward()
    (step,) = (each for each in rec.trace.steps if isinstance(each, Backward))
    assert ((10.0,), (30.0,)) == (step.arrived[0].numbers, step.sent[0].numbers)


# modules, functions of one's own


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(2, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc(x).relu()


def test_parameters_are_named_by_module_and_updated_by_the_optimizer() -> None:
    torch.manual_seed(0)  # relu lets the gradient through
    with av.record() as rec:
        net = Net()
        optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
        loss = (net(torch.tensor([[1.0, 2.0]])) + 1).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    names = {node.names[0] for node in rec.trace.graph.nodes if node.names}
    assert {"net.fc.weight", "net.fc.bias", "loss"} <= names
    updated = [each.node for each in rec.trace.steps if isinstance(each, Update)]
    leaves = [n.id for n in rec.trace.graph.nodes if n.kind == "leaf"]
    assert leaves == updated
    cleared = [each for each in rec.trace.steps if isinstance(each, GradSet)]
    assert sorted(leaves) == sorted(each.node for each in cleared)
    assert {("zero_grad()", None)} == {(each.by, each.value) for each in cleared}
    assert {"optimizer.step()"} == {
        each.source.expression for each in rec.trace.steps if isinstance(each, Update)
    }
    assert "optimizer.zero_grad()" == rec.trace.steps[-1].source.expression


def test_gradient_in_an_optimizer_s_hands_is_told() -> None:
    with av.record() as rec:
        net = nn.Linear(1, 1, bias=False)
        optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
        net(torch.ones(1)).sum().backward()
        optimizer.step()
    last = rec.trace.steps[-1]
    assert isinstance(last, Update)
    assert ("net.weight",) == rec.trace.graph.nodes[last.node].names
    assert last.grad is not None
    assert 1.0 == last.grad.item()


def test_function_of_one_s_own_is_one_node() -> None:
    with av.record() as rec:
        x = torch.tensor(2.0, requires_grad=True)
        y = Cube.apply(x)
        y.backward()
    (node,) = ops(rec)
    assert ("cube", "CubeBackward", ("y",)) == (node.op, node.grad_fn, node.names)
    assert (8.0,) == values(rec)[node.id]
    assert ["Seed", "Backward", "Accumulate"] == steps(rec)[-3:]


@pytest.mark.parametrize("reentrant", [False, True])
def test_checkpoint_is_not_computed_again_by_looking(reentrant: bool) -> None:
    runs = []

    def body(x: torch.Tensor) -> torch.Tensor:
        runs.append(x)
        return (x * x).exp()

    with av.record() as rec:
        x = torch.tensor(0.5, requires_grad=True)
        y = checkpoint(body, x, use_reentrant=reentrant)
        assert 1 == len(runs)
        y.backward()
    assert 2 == len(runs)
    assert 1 == steps(rec).count("Seed")
    assert isinstance(rec.trace.steps[-1], Accumulate | Backward)


def test_gradient_penalty_inside_a_forward() -> None:
    with av.record() as rec:
        x = torch.tensor(2.0, requires_grad=True)
        y = x**3
        (g,) = torch.autograd.grad(y, x, create_graph=True)
        (g * g).backward()
    assert 2 == steps(rec).count("Seed")
    assert "g" in {name for node in ops(rec) for name in node.names}
    assert 2 * 12 * 12 == x.grad.item()
