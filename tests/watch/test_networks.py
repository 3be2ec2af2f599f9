"""Modules and optimizers of the numpy core are recorded as PyTorch's are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

import autoviz as av
from autoviz.core.modes import state
from autoviz.recording import Recording
from autoviz.records import Failure, Forward, GradSet, Update
from tests.watch.parity import differences, recorded_twice

NET = """
class Net(t.nn.Module):
    def __init__(self):
        super().__init__()
        self.w = t.nn.Parameter(t.tensor([[1., 2.], [3., -4.]]))
        self.b = t.nn.Parameter(t.tensor([0.5, -0.5]))
        self.register_buffer('scale', t.tensor([2., 0.5]))
    def forward(self, x):
        return t.relu(x @ self.w) * self.scale + self.b

class Twice(t.nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = t.nn.ModuleList([Net(), t.nn.Tanh()])
    def forward(self, x):
        for part in self.parts:
            x = part(x)
        return self.parts[0](x)

model = Twice()
x = t.tensor([[1., -1.], [0.5, 2.]])
"""

TRAINING = """
opt = t.optim.{optimizer}
for _ in range(3):
    opt.zero_grad({how})
    loss = (model(x) ** 2).mean()
    loss.backward()
    opt.step()
"""

OWN = """
class Mine(t.optim.Optimizer):
    def __init__(self, params, lr=0.5):
        super().__init__(params, {'lr': lr})
    def step(self, closure=None):
        for group in self.param_groups:
            for each in group['params']:
                halved = each.grad * group['lr']
                each.data.sub_(halved)

class Around(t.optim.Optimizer):
    def __init__(self, inner):
        self.inner = inner
        super().__init__(inner.param_groups[0]['params'], {})
    @t.no_grad()
    def step(self, closure=None):
        self.inner.step()
        self.param_groups[0]['params'][0].add_(10.0)

class More(t.optim.SGD):
    def step(self, closure=None):
        super().step(closure)
        with t.no_grad():
            self.param_groups[0]['params'][0].mul_(2.0)

w = t.tensor([1., 2.], requires_grad=True)
"""


def assert_same(program: str, before: str = "", **options: Any) -> Recording:
    """Assert that both record the same; returns what PyTorch's recording is."""
    expected, actual = recorded_twice(program, before, **options)
    assert [] == differences(expected.trace, actual.trace, 1e-5)
    return expected


@pytest.mark.parametrize("before", [NET, ""])
@pytest.mark.parametrize("how", ["", "set_to_none=False"])
@pytest.mark.parametrize(
    "optimizer",
    [
        "SGD(model.parameters(), lr=0.1)",
        "SGD(model.parameters(), 0.1, momentum=0.9, nesterov=True)",
        "Adam(model.parameters(), lr=0.01)",
        "AdamW([{'params': [model.parts[0].w], 'lr': 0.1}])",
        "RMSprop(list(model.parameters())[1:], momentum=0.5)",
    ],
)
def test_a_training(optimizer: str, how: str, before: str) -> None:
    program = TRAINING.format(optimizer=optimizer, how=how)
    rec = assert_same(program if before else NET + program, before)
    assert any(isinstance(each, Update) for each in rec.trace.steps)
    assert len(rec.trace.graph.scopes) == 12
    names = {name for each in rec.trace.graph.nodes for name in each.names}
    assert "model.parts.0.w" in names


@pytest.mark.parametrize("options", [{"every": 2}, {"only": "model"}, {"keep": 1}])
def test_a_training_of_which_a_part_is_recorded(options: dict[str, Any]) -> None:
    program = TRAINING.format(optimizer="Adam(model.parameters(), 0.1)", how="")
    if "every" in options:
        program = program.replace("range(3)", "t.loop(range(5))")
    before = f"{NET}\nimport autoviz\nt.loop = autoviz.loop\n"
    assert_same(program, before, **options)


def test_zero_grad_of_a_model_is_told_as_such() -> None:
    program = "model(x).sum().backward()\nmodel.zero_grad()\n"
    rec = assert_same(program, NET)
    told = [each.by for each in rec.trace.steps if isinstance(each, GradSet)]
    assert ["zero_grad()", "zero_grad()"] == told


@pytest.mark.parametrize(
    "program",
    [
        "opt = Mine([w])\n(w * w).sum().backward()\nopt.step()\n",
        "opt = Around(Mine([w]))\n(w * w).sum().backward()\nopt.step()\n",
        "opt = Around(t.optim.Adam([w], lr=0.5))\n(w * w).sum().backward()\nopt.step()",
        "opt = More([w], lr=0.5)\n(w * w).sum().backward()\nopt.step()\n",
    ],
)
def test_an_optimizer_of_the_learners_own(program: str) -> None:
    rec = assert_same(OWN + program)
    assert any(isinstance(each, Update) for each in rec.trace.steps)


CLOSURE = """
def closure():
    opt.zero_grad()
    loss = (w**2).sum()
    loss.backward()
    return loss
for _ in range(2):
    opt.step(closure)
"""


@pytest.mark.parametrize("optimizer", ["t.optim.SGD([w], 0.25)", "More([w], 0.25)"])
def test_a_closure_is_recorded_as_always(optimizer: str) -> None:
    rec = assert_same(f"{OWN}opt = {optimizer}\n{CLOSURE}")
    assert any(isinstance(each, Forward) for each in rec.trace.steps)


# what only the core can show


@pytest.fixture(autouse=True)
def nobody_observes_afterwards() -> Iterator[None]:
    yield
    assert state.observer is None


def kinds(rec: Recording) -> list[str]:
    return [type(each).__name__ for each in rec.trace.steps]


class Interrupted(av.optim.SGD):
    def step(self, closure: Any = None) -> Any:
        super().step(closure)
        raise ValueError("enough")


def test_a_step_that_raises_is_told_as_far_as_it_came() -> None:
    with av.record() as rec:
        w = av.tensor(3.0, requires_grad=True)
        opt = Interrupted([w], lr=0.5)
        (w * w).backward()
        with suppress(ValueError):
            opt.step()
        y = w + 1
    assert ["Update", "Forward"] == kinds(rec)[-2:]
    assert 1.0 == y.item()


def test_a_block_that_ends_in_a_step_that_raises() -> None:
    with pytest.raises(ValueError, match="enough"), av.record() as rec:
        w = av.tensor(3.0, requires_grad=True)
        opt = Interrupted([w], lr=0.5)
        (w * w).backward()
        opt.step()
    assert [Update, Failure] == [type(each) for each in rec.trace.steps[-2:]]


def test_a_recording_inside_of_a_closure() -> None:
    recordings: list[Recording] = []
    w = av.tensor(3.0, requires_grad=True)
    opt = av.optim.SGD([w], lr=0.5)

    def closure() -> Any:
        with av.record() as rec:
            loss = w * w
            loss.backward()
        recordings.append(rec)
        return loss

    opt.step(closure)
    assert ["Forward", "Seed", "Backward", "Accumulate"] == kinds(recordings[0])
    with av.record() as outer:
        opt.step(closure)
    inner = ["Forward", "Seed", "Backward", "Accumulate"]
    assert inner == kinds(recordings[1])
    assert [*inner, "Update"] == kinds(outer)


def test_two_recordings_hear_of_a_step() -> None:
    w = av.tensor(3.0, requires_grad=True)
    opt = av.optim.SGD([w], lr=0.5)
    w.sum().backward()
    with av.record() as outer, av.record() as inner:
        opt.step()
    assert ["Update"] == kinds(outer) == kinds(inner)


def test_a_module_that_fails_is_left() -> None:
    class Fails(av.nn.Module):
        def forward(self, x: Any) -> Any:
            raise ValueError("no")

    model, other = av.nn.Sequential(Fails()), av.nn.Tanh()
    with av.record() as rec:
        with suppress(ValueError):
            model(av.ones(2))
        other(av.ones(2))
    told = [(each.name, each.outer) for each in rec.trace.graph.scopes]
    assert [("model", None), ("model.0", 0), ("other", None)] == told


@pytest.mark.parametrize("options", ["2", "2, shuffle=True", "None"])
def test_a_batch_is_given_and_not_computed(options: str) -> None:
    program = f"""
loader = t.utils.data.DataLoader(data, {options})
for x, y in loader:
    (x * w - y).sum().backward()
"""
    before = """
X = t.arange(4.).reshape(4, 1)
data = t.utils.data.TensorDataset(X, X * 2)
w = t.ones(1, requires_grad=True)
"""
    shown = [
        [(each.kind, each.op, each.names) for each in rec.trace.graph.nodes]
        for rec in recorded_twice(program, before)
    ]
    assert shown[0] == shown[1]
    assert {"leaf", "input", "op"} == {kind for kind, _, _ in shown[1]}
