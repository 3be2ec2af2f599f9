"""A recording inside of another one, one in each thread, and what is left behind."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Generator, Iterator
from typing import Any

import pytest
import torch
from torch.utils.hooks import RemovableHandle

import autoviz as av
from autoviz.core.modes import state
from autoviz.errors import RecordingError
from autoviz.recording import Recording
from autoviz.records import Failure, Trace
from autoviz.watch.regions import regions


@pytest.fixture(params=[av, torch], ids=["numpy", "torch"])
def lib(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """Nobody is watching, before and after."""
    modules = torch.nn.modules.module
    optimizers = sys.modules["torch.optim.optimizer"]
    assert (None, []) == (state.observer, regions.running)
    yield
    assert (None, []) == (state.observer, regions.running)
    assert 0 == torch._C._len_torch_function_stack()
    assert not modules._global_forward_pre_hooks
    assert not modules._global_forward_hooks
    assert not optimizers._global_optimizer_pre_hooks
    assert not optimizers._global_optimizer_post_hooks


def program(lib: Any) -> Any:
    w = lib.tensor([1.0, 2.0], requires_grad=True)
    for _ in av.loop(range(2), "round"):
        h = (w * 3).tanh()
        h.retain_grad()
        h.register_hook(lambda gradient: gradient * 2)
        with av.scope("loss"):
            loss = (h * w).sum()
        loss.backward()
        loss.item()
        with lib.no_grad():
            w -= 0.1 * w.grad
        w.grad = None
    return w


def told(trace: Trace) -> tuple[Any, ...]:
    return trace.steps, trace.graph


def alone(lib: Any, **options: Any) -> Trace:
    with av.record(**options) as rec:
        program(lib)
    return rec.trace


@pytest.mark.parametrize("keep", [64, 1])
def test_both_have_what_happens_inside(lib: Any, keep: int) -> None:
    with av.record(keep=keep) as outer:  # noqa: SIM117 (that is what is tested)
        with av.record(keep=keep) as inner:
            program(lib)
    expected = told(alone(lib, keep=keep))
    assert expected == told(inner.trace)
    assert expected == told(outer.trace)


def network() -> None:
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Linear(4, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for _ in range(2):
        optimizer.zero_grad()
        model(torch.ones(5, 3)).sigmoid().mean().backward()
        optimizer.step()
    (g,) = torch.autograd.grad(
        model[0].bias.sum() ** 3, model[0].bias, create_graph=True
    )
    g.sum().backward()


@pytest.mark.parametrize("keep", [64, 1])
def test_both_have_the_calls_of_modules_and_what_an_optimizer_does(keep: int) -> None:
    with av.record(keep=keep) as first:
        network()
    with av.record(keep=keep) as outer:  # noqa: SIM117
        with av.record(keep=keep) as inner:
            network()
    assert told(first.trace) == told(inner.trace)
    assert told(first.trace) == told(outer.trace)


def test_only_the_outer_one_has_what_is_around(lib: Any) -> None:
    with av.record() as outer:
        x = lib.tensor(2.0, requires_grad=True)
        y = x * 2
        with av.record() as inner:
            z = y * 3
        z.backward()
        with av.record() as second:
            u = x * 5
    assert [7, 1, 1] == [len(e.trace.steps) for e in (outer, inner, second)]
    assert [("x",), ("y",), ("z",), ("u",)] == _names(outer)
    assert [("x",), ("y",), ("z",)] == _names(inner)
    assert [("x",), ("u",)] == _names(second)
    assert (12.0, 10.0) == (z.item(), u.item())


def _names(rec: Recording) -> list[tuple[str, ...]]:
    return [each.names for each in rec.trace.graph.nodes]


def test_an_exception_ends_both(lib: Any) -> None:
    def fail() -> None:
        loss = lib.tensor(2.0, requires_grad=True) ** 2
        loss.backward()
        loss.backward()

    with pytest.raises(RuntimeError, match="second time"), av.record() as outer:  # noqa: SIM117
        with av.record() as inner:
            fail()
    assert [1, 1] == [_failure(each).node for each in (inner, outer)]


def _failure(rec: Recording) -> Failure:
    last = rec.trace.steps[-1]
    assert isinstance(last, Failure)
    return last


def test_the_inner_one_may_have_enough_and_so_may_the_outer(lib: Any) -> None:
    whole = alone(lib)
    for most in ({"outer": 2, "inner": 1000}, {"outer": 1000, "inner": 2}):
        with av.record(max_steps=most["outer"]) as outer:  # noqa: SIM117
            with av.record(max_steps=most["inner"]) as inner:
                program(lib)
        for name, rec in (("outer", outer), ("inner", inner)):
            steps = rec.trace.steps
            assert whole.steps[: len(steps)] == steps
            assert min(most[name], len(whole.steps)) == len(steps)


def test_a_recording_that_outlives_the_one_around_ends_with_it(lib: Any) -> None:
    outer, inner = av.record(), av.record()
    first = outer.__enter__()
    second = inner.__enter__()
    x = lib.tensor(2.0, requires_grad=True)
    outer.__exit__(None, None, None)
    x * 2
    inner.__exit__(None, None, None)
    assert [0, 0] == [len(first.trace.steps), len(second.trace.steps)]
    assert () == first.trace.notes
    (note,) = second.trace.notes
    assert "ended early" in note


def test_a_generator_that_was_left_ends_its_recording(lib: Any) -> None:
    made = []

    def rounds() -> Generator[int, None, None]:
        with av.record() as rec:
            made.append(rec)
            yield 1
            yield 2

    going = rounds()
    next(going)
    x = lib.tensor(2.0, requires_grad=True) * 3
    del going
    gc.collect()
    assert "GeneratorExit" == _failure(made[0]).type
    assert 6.0 == x.item()


def test_a_recorder_records_one_thing_at_a_time() -> None:
    recorder = av.record()
    with recorder as rec:
        with pytest.raises(RecordingError, match="is recording already"), recorder:
            raise AssertionError
        av.ones(2) * 2
    assert 1 == len(rec.trace.steps)


@pytest.mark.parametrize("which", ["outer", "inner"])
def test_totals_are_for_one_recording(which: str) -> None:
    with av.record(totals=which == "outer") as rec:
        x = torch.tensor(2.0, requires_grad=True)
        with (
            pytest.raises(RecordingError, match="totals=True"),
            av.record(totals=which == "inner"),
        ):
            raise AssertionError
        (x * 2).backward()
    assert 4 == len(rec.trace.steps)


# interrupted


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_a_backward_that_is_interrupted_leaves_nothing_behind(
    lib: Any, kind: type[BaseException]
) -> None:
    def interrupt(_: Any) -> None:
        raise kind("stop")

    x = lib.tensor(2.0, requires_grad=True)
    handle = x.register_hook(interrupt)
    hooks = dict(handle.hooks_dict_ref()) if lib is torch else None
    with pytest.raises(kind), av.record() as rec:
        (x * 2).backward()
    assert kind.__name__ == _failure(rec).type
    if hooks is not None:
        assert hooks == handle.hooks_dict_ref()
    handle.remove()
    assert 4 == len(_steps_of_a_product(lib, x))


def _steps_of_a_product(lib: Any, x: Any) -> tuple[Any, ...]:
    with av.record() as rec:
        (x * 2).backward()
    return rec.trace.steps


def test_a_call_that_is_interrupted_leaves_nothing_behind() -> None:
    class Stops(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            raise KeyboardInterrupt

    model = torch.nn.Sequential(torch.nn.Linear(2, 2), Stops())
    with pytest.raises(KeyboardInterrupt), av.record() as rec, av.scope("all"):
        model(torch.ones(2))
    assert "KeyboardInterrupt" == _failure(rec).type


def test_a_recording_that_could_not_begin_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stop(self: object) -> None:
        raise KeyboardInterrupt

    recorder = av.record()
    with monkeypatch.context() as patch:
        patch.setattr("autoviz.watch.torch_optim.TorchOptim.start", stop)
        with pytest.raises(KeyboardInterrupt):
            recorder.__enter__()
    assert (None, []) == (state.observer, regions.running)
    with recorder as rec:
        torch.ones(2) * 2
    assert 1 == len(rec.trace.steps)


# threads


def test_each_thread_has_its_own_recording(lib: Any) -> None:
    made: dict[int, Recording] = {}
    begun = threading.Barrier(3)

    def work(number: int) -> None:
        begun.wait()
        with av.record() as rec:
            begun.wait()
            x = lib.tensor(float(number), requires_grad=True)
            for _ in range(number):
                x = x * 2
            begun.wait()
        made[number] = rec

    threads = [threading.Thread(target=work, args=(each,)) for each in (1, 2, 3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    steps = {number: len(rec.trace.steps) for number, rec in sorted(made.items())}
    assert {1: 1, 2: 2, 3: 3} == steps


def test_another_thread_is_not_recorded(lib: Any) -> None:
    def work() -> None:
        (lib.tensor(1.0, requires_grad=True) * 2).backward()
        assert [] == regions.running

    with av.record() as rec:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert () == rec.trace.steps


def test_a_recording_ends_in_its_own_thread() -> None:
    recorder = av.record()
    recorder.__enter__()
    found = []

    def work() -> None:
        try:
            recorder.__exit__(None, None, None)
        except RecordingError as error:
            found.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ["a recording ends in the thread in which it began"] == found
    recorder.__exit__(None, None, None)


def test_hooks_of_the_learner_s_are_where_they_were(lib: Any) -> None:
    x = lib.tensor(2.0, requires_grad=True)
    seen = []
    handle = x.register_hook(seen.append)
    with av.record(), av.record():
        (x * 3).backward()
    (x * 5).backward()
    assert [3.0, 5.0] == [each.item() for each in seen]
    handle.remove()
    assert isinstance(handle, RemovableHandle) == (lib is torch)
