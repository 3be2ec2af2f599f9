"""Modes, ways out, ``.grad`` set by hand and memory: told of PyTorch as of the core."""

from __future__ import annotations

import textwrap

import pytest
import torch
from hypothesis import given
from torch import nn

import autoviz as av
from autoviz.records import Cut, Forward, GradSet, Mode, Update
from tests.watch.parity import differences, recorded_twice
from tests.watch.stories import stories
from tests.watch.test_torch_parity import HELPER

PROGRAMS = {
    "a training loop": """
        w = t.tensor([1., 2.], requires_grad=True)
        for i in range(3):
            loss = ((w - 3)**2).sum()
            loss.backward()
            with t.no_grad():
                w -= 0.1 * w.grad
            w.grad.zero_()
        w.grad = None
        w.grad = t.ones(2)
        w.grad *= 3
        w.grad -= 1
        w.grad /= 2
        w.grad += w.detach()
        w.grad[0] = 5.
        w.grad[1:] = 5.
        w.grad.copy_(t.zeros(2))
        w.grad.fill_(2.)
        del w.grad
    """,
    "modes": """
        x = t.tensor([1., 2.], requires_grad=True)
        with t.no_grad():
            y = x*2
            with t.enable_grad():
                z = x*3
        t.set_grad_enabled(False)
        y = x*2
        t.set_grad_enabled(True)
        with t.set_grad_enabled(False):
            y = x*2
        @t.no_grad()
        def f(a):
            return a*2
        f(x)
        with t.inference_mode():
            y = x*2
        z = x*5
        def g(a):
            with t.no_grad(), t.enable_grad():
                return a*2
        g(x)
        m = t.set_grad_enabled(False)
        with m:
            q = x*2
        doubled = t.set_grad_enabled(False)(lambda a: a*2)
        doubled(x)
    """,
    "numbers leave": """
        x = t.tensor([1., 2.], requires_grad=True)
        y = x.sum()
        a = y.item(), float(y), int(y), bool(y), x.tolist()
        if x[0] > 1 or y:
            z = f"{y:.3f}" + str(y)
        f = x.detach().numpy()
        k = t.tensor(3.).item()
    """,
    "views": """
        x = t.tensor([[1., 2.],[3., 4.]], requires_grad=True)
        b = x*1
        v = b[0]
        u = b.T
        v.mul_(2)
        b.add_(1)
        s = b.split(1)
        d = b.detach()
        c = t.zeros(4)
        k = c.view(2,2)
        k.add_(1)
        k[0] = 3.
        e = k*x
        r = c.reshape(2,2)
        q = (x.T @ k).sum()
        q.backward()
        with t.no_grad():
            x.mul_(0.5)
            x[0].add_(1)
            w = x[1]
    """,
    "a shared trunk": """
        x = t.tensor([1., 2.], requires_grad=True)
        h = (x*2).exp()
        a = h.sum()
        b = (h*h).sum()
        a.backward(retain_graph=True)
        b.backward()
        x.grad.zero_()
        (x*x).sum().backward()
    """,
    "hooks": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * 3
        y.register_hook(lambda g: g * 10)
        def look(g):
            pass
        y.register_hook(look)
        y.grad_fn.register_hook(lambda sent, arrived: (sent[0] * 7, None))
        y.grad_fn.register_prehook(lambda arrived: (arrived[0] * 2,))
        x.register_hook(lambda g: g + 1)
        h = y.sum().register_hook(lambda g: g * 2)
        y.sum().backward()
    """,
    "hooks of several results": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        a, b = x.unbind()
        def twice(g):
            return g*2
        h = a.register_hook(twice)
        b.register_hook(twice)
        x.register_hook(twice)
        (a*b).backward(retain_graph=True)
        h.remove()
        (a*b).backward()
    """,
    "a hook before a mistake": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x.exp()
        y.register_hook(lambda g: g * 2)
        z = y * 3
        y.add_(1)
        z.sum().backward()
    """,
    "kept before a mistake": """
        x = t.tensor(3.0, requires_grad=True)
        y = x * x
        y.retain_grad()
        z = y * 2
        z.backward(retain_graph=True)
        y.backward()
        z.backward()
    """,
    "kept where it was": """
        x = t.tensor(3.0, requires_grad=True)
        y = x * 2
        y.retain_grad()
        y.unsqueeze_(0)
        (y * 3).backward()
    """,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.filterwarnings("ignore:Converting a tensor with requires_grad")
def test_both_recordings_are_equal(program: str) -> None:
    expected, actual = recorded_twice(textwrap.dedent(program))
    assert [] == differences(expected.trace, actual.trace, 1e-6)


@given(stories())
@pytest.mark.filterwarnings("ignore:The .grad attribute")
@pytest.mark.filterwarnings("ignore:var")
@pytest.mark.filterwarnings("ignore:Converting a tensor with requires_grad")
def test_random_stories_are_recorded_the_same(program: str) -> None:
    expected, actual = recorded_twice(HELPER + program)
    tolerance = 1e-3 if "float32" in program else 1e-6
    assert [] == differences(expected.trace, actual.trace, tolerance)


def model() -> tuple[nn.Module, torch.optim.Optimizer]:
    net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    return net, torch.optim.SGD(net.parameters(), lr=0.1)


def test_what_pytorch_itself_switches_is_not_told() -> None:
    net, optimizer = model()
    with av.record() as rec:
        net(torch.ones(1, 2)).sum().backward()
        nn.utils.clip_grad_norm_(net.parameters(), 0.1)
        optimizer.step()
        nn.init.zeros_(net[0].bias)
    assert [] == [each for each in rec.trace.steps if isinstance(each, Mode)]


@pytest.mark.parametrize("to_none", [True, False])
def test_zero_grad_is_told_of_every_parameter(to_none: bool) -> None:
    net, optimizer = model()
    with av.record() as rec:
        net(torch.ones(1, 2)).sum().backward()
        optimizer.zero_grad(set_to_none=to_none)
        net(torch.ones(1, 2)).sum().backward()
        net.zero_grad(set_to_none=to_none)
    told = [each for each in rec.trace.steps if isinstance(each, GradSet)]
    assert {"zero_grad()"} == {each.by for each in told}
    assert 8 == len(told)
    assert {to_none} == {each.value is None for each in told}
    assert all(each.before is not None for each in told)
    lines = ["optimizer.zero_grad(set_to_none=to_none)"] * 4
    lines += ["net.zero_grad(set_to_none=to_none)"] * 4
    assert lines == [each.source.expression for each in told if each.source]


def test_clipping_sets_every_gradient() -> None:
    net, _ = model()
    with av.record() as rec:
        net(torch.ones(1, 2)).sum().backward()
        nn.utils.clip_grad_norm_(net.parameters(), 0.1)
    told = [each for each in rec.trace.steps if isinstance(each, GradSet)]
    assert {"clip_grad_norm_()"} == {each.by for each in told}
    for each in told:
        held = rec.trace.graph.nodes[each.node]
        assert any(
            held.names == (f"net.{name}",)
            and each.value is not None
            and tuple(its.grad.flatten().tolist()) == each.value.numbers
            for name, its in net.named_parameters()
        )


def test_versions_are_those_that_pytorch_counts() -> None:
    counted = []
    with av.record() as rec:
        x = torch.tensor([1.0, 2.0], requires_grad=True)
        y = x * 1
        counted.append(y._version)
        view = y[0]
        counted.append(view._version)
        view.mul_(2)
        counted += [y._version, view._version]
        y.add_(1)
        counted.append(y._version)
        optimizer = torch.optim.SGD([x], lr=0.5)
        y.sum().backward()
        optimizer.step()
        counted.append(x._version)
    told = [e.version for e in rec.trace.steps if isinstance(e, Forward | Update)]
    last = rec.trace.steps[-1]
    assert isinstance(last, Update)
    assert (x._version, 1) == (last.version, counted[-1])
    assert counted[:5] == told[:5]


def test_a_result_that_pytorch_wrote_itself_is_no_write() -> None:
    with av.record() as rec:
        matrix = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        product = matrix @ torch.tensor([1.0, 2.0])
    (step,) = rec.trace.steps
    assert isinstance(step, Forward)
    assert step.version == product._version
    assert rec.trace.graph.nodes[step.node].version == product._version
    assert "in place" not in str(rec)


def test_a_number_that_a_library_looks_at_is_no_way_out() -> None:
    with av.record() as rec:
        x = torch.tensor([1.0, 2.0], requires_grad=True)
        y = x.sum()
        repr(y)
        f"{y:.2f}"
        torch.allclose(x, x)
        y.item()
    (cut,) = (each for each in rec.trace.steps if isinstance(each, Cut))
    assert "item()" == cut.by
    assert cut.source is not None
    assert "y.item()" == cut.source.expression


def test_inference_mode_around_the_block_is_not_entered_in_it() -> None:
    with torch.inference_mode(), av.record() as rec:
        torch.ones(2) * 2
    assert [] == [each for each in rec.trace.steps if isinstance(each, Mode)]


def test_inference_mode_of_a_function_is_told_where_it_is_called() -> None:
    @torch.inference_mode()
    def double(x: torch.Tensor) -> torch.Tensor:
        return x * 2

    with av.record() as rec:
        x = torch.tensor(2.0, requires_grad=True)
        double(x)
        x * 3
    modes = [each for each in rec.trace.steps if isinstance(each, Mode)]
    assert [True, False] == [each.entered for each in modes]
    assert {"double(x)"} == {e.source.expression for e in modes if e.source}
