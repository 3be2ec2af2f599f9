"""An optimizer's step: one update for each parameter it changed, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from itertools import pairwise
from threading import Thread
from typing import Any

import pytest
import torch
from torch import nn
from torch.optim import LBFGS, SGD, Adam, AdamW, Optimizer, optimizer

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Failure, Forward, Update

leaf: Any = partial(torch.tensor, requires_grad=True)


def updates(rec: Recording) -> list[Update]:
    return [each for each in rec.trace.steps if isinstance(each, Update)]


def moves(rec: Recording) -> list[tuple[Any, Any]]:
    """The numbers of parameters that are numbers, before and after."""
    return [
        (each.before and each.before.item(), each.after.item()) for each in updates(rec)
    ]


def kinds(rec: Recording) -> list[str]:
    return [type(each).__name__ for each in rec.trace.steps]


class Mine(Optimizer):
    """A learner's own, which reaches past autograd."""

    def __init__(self, params: Iterable[torch.Tensor], lr: float = 0.5) -> None:
        super().__init__(params, {"lr": lr})

    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for each in group["params"]:
                halved = each.grad * group["lr"]
                each.data.sub_(halved)


class Interrupted(Mine):
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        super().step()
        raise ValueError("enough")


class Twice(Optimizer):
    """An optimizer that calls another, and does something of its own."""

    def __init__(self, inner: Optimizer) -> None:
        self.inner = inner
        super().__init__(inner.param_groups[0]["params"], {})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        self.inner.step()
        self.param_groups[0]["params"][0].add_(10.0)


# what a step is


def test_an_update_says_what_was_there_and_what_is() -> None:
    with av.record() as rec:
        w = leaf(3.0)
        opt = SGD([w], lr=0.5)
        (w * w).backward()
        opt.step()
    (step,) = updates(rec)
    assert (0, 3.0, 0.0) == (step.node, step.before.item(), step.after.item())  # type: ignore[union-attr]
    assert ("SGD", (("lr", "0.5"),)) == (step.by, step.arguments)
    assert step.grad is not None
    assert 6.0 == step.grad.item()
    assert step.source is not None
    assert "opt.step()" == step.source.expression
    assert ["Forward", "Seed", "Backward", "Accumulate", "Update"] == kinds(rec)


def test_a_training_loop() -> None:
    with av.record() as rec:
        w = leaf(4.0)
        opt = SGD([w], lr=0.25)
        for _ in range(3):
            opt.zero_grad()
            (w * w).backward()
            opt.step()
    assert [(4.0, 2.0), (2.0, 1.0), (1.0, 0.5)] == moves(rec)
    forward = [each.value.item() for each in rec.trace.steps if type(each) is Forward]
    assert [16.0, 4.0, 1.0] == forward


def test_only_what_was_changed_is_told() -> None:
    with av.record() as rec:
        used, unused, frozen = leaf(1.0), leaf(2.0), torch.tensor(3.0)
        flat = leaf(4.0)
        opt = SGD([used, unused, frozen, flat], lr=0.5)
        (used * frozen + flat * 0).backward()
        opt.step()
    assert [(1.0, -0.5)] == moves(rec)


def test_it_was_told_what_is_not_off() -> None:
    with av.record() as rec:
        w = leaf(3.0)
        rate = torch.tensor(0.5)
        groups = [{"params": [w], "momentum": 0.5, "weight_decay": 0.25}]
        opt = SGD(groups, lr=rate, foreach=False)
        (w * w).backward()
        opt.step()
    told = (("lr", "0.5"), ("momentum", "0.5"), ("weight_decay", "0.25"))
    assert told == updates(rec)[0].arguments


def test_a_schedulers_notes_are_not_the_optimizers() -> None:
    w = leaf(3.0)
    opt = SGD([w], lr=0.5)
    schedule = torch.optim.lr_scheduler.StepLR(opt, 1, gamma=0.5)
    with av.record() as rec:
        for _ in range(2):
            w.sum().backward()
            opt.step()
            schedule.step()
    assert [(("lr", "0.5"),), (("lr", "0.25"),)] == [e.arguments for e in updates(rec)]


# every way PyTorch has


@pytest.mark.parametrize("options", [{}, {"foreach": True}, {"fused": True}])
@pytest.mark.parametrize("size", [2, 20])
def test_however_it_is_computed(options: dict[str, Any], size: int) -> None:
    torch.manual_seed(0)
    model = nn.Linear(size, 4)
    held = [[each.detach().clone() for each in model.parameters()]]
    with av.record() as rec:
        opt = AdamW(model.parameters(), lr=0.5, **options)
        for _ in range(2):
            opt.zero_grad()
            model(torch.ones(1, size)).sum().backward()
            opt.step()
            held.append([each.detach().clone() for each in model.parameters()])
    expected = [
        (round(before.min().item(), 5), round(after.min().item(), 5))
        for one, other in pairwise(held)
        for before, after in zip(one, other, strict=True)
    ]
    told = [(smallest(each.before), smallest(each.after)) for each in updates(rec)]
    assert expected == told
    untracked = [each for each in rec.trace.graph.nodes if each.kind == "untracked"]
    assert {"detach", "clone"} == {each.op for each in untracked}


def smallest(value: Any) -> float:
    numbers = value.numbers or (value.summary.minimum,)
    return round(min(numbers), 5)


def test_sparse_gradients() -> None:
    with av.record() as rec:
        table = nn.Embedding(3, 2, sparse=True)
        opt = torch.optim.SparseAdam(list(table.parameters()))
        table(torch.tensor([1])).sum().backward()
        opt.step()
    (step,) = updates(rec)
    assert ("SparseAdam", None) == (step.by, step.grad)
    before, after = step.before.numbers, step.after.numbers  # type: ignore[union-attr]
    assert before is not None
    assert after is not None
    changed = [one != other for one, other in zip(before, after, strict=True)]
    assert [False, False, True, True, False, False] == changed


def descend(w: torch.Tensor, opt: Optimizer) -> Callable[[], torch.Tensor]:
    def closure() -> torch.Tensor:
        opt.zero_grad()
        loss = (w - 1) ** 2
        loss.backward()
        return loss

    return closure


def test_a_closure_is_recorded_as_always() -> None:
    w = leaf(3.0)
    with av.record() as rec:
        opt = LBFGS([w], lr=0.25, max_iter=4)
        opt.step(descend(w, opt))
    numbers = iter(moves(rec))
    value = 3.0
    for step in rec.trace.steps:
        if isinstance(step, Update):
            _, value = next(numbers)
        elif isinstance(step, Forward):
            node = rec.trace.graph.nodes[step.node]
            if node.op == "sub":
                assert value - 1 == pytest.approx(step.value.item())
    told = {"Forward", "Seed", "Backward", "Accumulate", "GradSet", "Update"}
    assert told == set(kinds(rec))
    assert "untracked" not in {each.kind for each in rec.trace.graph.nodes}
    assert w.item() == value


@pytest.mark.parametrize("how", ["partial", "object", "decorated"])
def test_whatever_the_closure_is(how: str) -> None:
    w = leaf(3.0)
    opt = SGD([w], lr=0.5)
    closure = descend(w, opt)

    class Callable:
        def __call__(self) -> torch.Tensor:
            return closure()

    given: dict[str, Any] = {
        "partial": partial(lambda f: f(), closure),
        "object": Callable(),
        "decorated": torch.enable_grad()(closure),
    }
    with av.record() as rec:
        opt.step(given[how])
    kept = ["Forward", "Forward", "Seed", "Backward", "Backward", "Accumulate"]
    assert [*kept, "Update"] == kinds(rec)


def test_a_learners_own_optimizer() -> None:
    with av.record() as rec:
        w = leaf(3.0)
        opt = Mine([w])
        (w * w).backward()
        opt.step()
    assert [(3.0, 0.0)] == moves(rec)
    assert "Mine" == updates(rec)[0].by
    assert ["Forward", "Seed", "Backward", "Accumulate", "Update"] == kinds(rec)


def test_an_optimizer_in_an_optimizer_tells_its_own_part() -> None:
    with av.record() as rec:
        w = leaf(3.0)
        opt = Twice(SGD([w], lr=0.5))
        (w * w).backward()
        opt.step()
    assert [(3.0, 0.0), (0.0, 10.0)] == moves(rec)
    assert ["SGD", "Twice"] == [each.by for each in updates(rec)]


def test_a_differentiable_step_is_recorded_as_autograd_does() -> None:
    with av.record() as rec:
        w = leaf(3.0)
        copy = w.clone()
        copy.retain_grad()
        opt = SGD([copy], lr=0.5, differentiable=True)
        copy.grad = torch.tensor(2.0)
        opt.step()
        (copy * copy).backward()
    assert [] == updates(rec)
    assert w.grad is not None
    assert 4.0 == w.grad.item()


def test_writing_without_an_optimizer_stays_what_it_was() -> None:
    with av.record() as rec:
        w = leaf(3.0)
        (w * w).backward()
        with torch.no_grad():
            w -= 0.5 * w.grad
    assert [] == updates(rec)
    forward = [each for each in rec.trace.steps if isinstance(each, Forward)]
    assert [None, None, 0] == [each.writes for each in forward]


# who is who


def test_a_parameter_not_seen_before_starts_as_it_was() -> None:
    w = leaf(3.0)
    w.grad = torch.tensor(2.0)
    opt = SGD([w], lr=0.5)
    with av.record() as rec:
        opt.step()
    (node,) = rec.trace.graph.nodes
    assert ("leaf", ("w",)) == (node.kind, node.names)
    assert node.value is not None
    assert node.grad is not None
    assert (3.0, 2.0) == (node.value.item(), node.grad.item())
    assert [(3.0, 2.0)] == moves(rec)


def test_parameters_of_a_model_within_a_function_have_their_names() -> None:
    def train() -> None:
        model = nn.Linear(1, 1)
        opt = SGD(model.parameters(), lr=0.5)
        model(torch.ones(1, 1)).sum().backward()
        opt.step()

    with av.record() as rec:
        train()
    names = [rec.trace.graph.nodes[each.node].names for each in updates(rec)]
    assert [("model.weight",), ("model.bias",)] == names


# not to be noticed


def train(make: Callable[[Any], Optimizer]) -> list[torch.Tensor]:
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(12, 8), nn.Tanh(), nn.Linear(8, 1))
    opt, x = make(model.parameters()), torch.randn(4, 12)

    def closure() -> torch.Tensor:
        opt.zero_grad()
        loss: torch.Tensor = model(x).pow(2).mean()
        loss.backward()
        return loss

    for _ in range(3):
        opt.step(closure)  # type: ignore[arg-type]
    return [each.detach() for each in model.parameters()]


@pytest.mark.parametrize(
    "make",
    [
        partial(SGD, lr=0.1, momentum=0.9),
        partial(Adam, foreach=True),
        partial(Adam, fused=True),
        partial(LBFGS, max_iter=3),
    ],
)
def test_parameters_are_the_same_to_the_last_bit(
    make: Callable[[Any], Optimizer],
) -> None:
    plain = train(make)
    with av.record() as rec:
        recorded = train(make)
    assert all(map(torch.equal, plain, recorded))
    assert updates(rec)


def hooks() -> int:
    one = optimizer._global_optimizer_pre_hooks
    return len(one) + len(optimizer._global_optimizer_post_hooks)


def test_nothing_is_left_behind() -> None:
    before = hooks()
    with av.record():
        during = hooks()
    with suppress(ValueError), av.record():
        raise ValueError
    assert (during, before) == (before + 2, hooks())


def test_a_step_that_raises_is_told_as_far_as_it_came() -> None:
    with av.record() as rec:
        w = leaf(3.0)
        opt = Interrupted([w])
        (w * w).backward()
        with suppress(ValueError):
            opt.step()
        y = w + 1
    assert [(3.0, 0.0)] == moves(rec)
    last = rec.trace.steps[-1]
    assert isinstance(last, Forward)
    assert 1.0 == last.value.item() == y.item()


def test_a_block_that_ends_in_a_step_that_raises() -> None:
    with pytest.raises(ValueError, match="enough"), av.record() as rec:
        w = leaf(3.0)
        opt = Interrupted([w])
        (w * w).backward()
        opt.step()
    assert [Update, Failure] == [type(each) for each in rec.trace.steps[-2:]]


def test_another_threads_optimizer_is_not_ours() -> None:
    w = leaf(3.0)
    w.grad = torch.tensor(2.0)
    opt = SGD([w], lr=0.5)
    with av.record() as rec:
        other = Thread(target=opt.step)
        other.start()
        other.join()
    assert (2.0, []) == (w.item(), updates(rec))


def test_a_mistake_of_ours_does_not_reach_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def wrong(*_: Any) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("autoviz.watch.updates.parameters", wrong)
    with pytest.warns(UserWarning, match="stopped recording here"), av.record():
        w = leaf(3.0)
        opt = SGD([w], lr=0.5)
        (w * w).backward()
        opt.step()
    assert 0.0 == w.item()
