"""What goes wrong, of the learner's and of ours; and that nothing is left behind."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable
from typing import Any

import pytest
import torch

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Failure
from autoviz.watch.torch_backward import TorchBackward
from autoviz.watch.torch_graph import TorchGraph

# the learner's mistakes


def freed() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    y = x * x
    y.backward()
    y.backward()


def freed_by_function() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    y = x.exp() + 1
    torch.autograd.grad(y, x)
    torch.autograd.backward([y])


def overwritten() -> None:
    x = torch.tensor([2.0], requires_grad=True)
    y = x.exp()
    z = y * 3
    y.add_(1)
    z.sum().backward()


def not_a_scalar() -> None:
    (torch.ones(2, requires_grad=True) * 2).backward()


def no_graph() -> None:
    torch.ones(()).backward()


def leaf_in_place() -> None:
    torch.ones(2, requires_grad=True).add_(1)


def wrong_shapes() -> None:
    torch.ones(2, 3) @ torch.ones(2, 3)


MISTAKES = (
    freed,
    freed_by_function,
    overwritten,
    not_a_scalar,
    no_graph,
    leaf_in_place,
    wrong_shapes,
)


def raised(program: Callable[[], None], recorded: bool) -> tuple[str, Recording | None]:
    rec = None
    try:
        if recorded:
            with av.record() as rec:
                program()
        else:
            program()
    except Exception as error:
        return f"{type(error).__name__}: {error}", rec
    return "nothing", rec


@pytest.mark.parametrize("program", MISTAKES, ids=lambda each: each.__name__)
def test_mistake_is_pytorch_s_own_and_the_last_step(
    program: Callable[[], None],
) -> None:
    plain, _ = raised(program, recorded=False)
    said, rec = raised(program, recorded=True)
    assert plain == said != "nothing"
    assert rec is not None
    last = rec.trace.steps[-1]
    assert isinstance(last, Failure)
    assert plain == f"{last.type}: {last.message}"


@pytest.mark.parametrize(
    ("program", "op", "why"),
    [
        (freed, "mul", "an earlier backward()"),
        (freed_by_function, "exp", "an earlier backward()"),
        (overwritten, "exp", "and then written to in step 3"),
    ],
)
def test_node_at_fault_is_told(program: Callable[[], None], op: str, why: str) -> None:
    _, rec = raised(program, recorded=True)
    assert rec is not None
    last = rec.trace.steps[-1]
    assert isinstance(last, Failure)
    assert last.node is not None
    assert op == rec.trace.graph.nodes[last.node].op
    assert why in str(last.why)


class Stop(BaseException):
    """As ``KeyboardInterrupt``, which would end the tests."""


def test_exception_in_a_hook_is_the_very_object() -> None:
    thrown = Stop()

    def hook(_: Any) -> None:
        raise thrown

    x = torch.tensor(2.0, requires_grad=True)
    x.register_hook(hook)
    with pytest.raises(Stop) as caught, av.record() as rec:
        (x * x).backward()
    assert thrown is caught.value
    assert isinstance(rec.trace.steps[-1], Failure)


# what is left behind


def is_watched() -> bool:
    return torch.overrides._get_current_function_mode() is not None


@pytest.mark.parametrize("error", [None, RuntimeError(), KeyboardInterrupt(), Stop()])
def test_mode_is_off_after_the_block(error: BaseException | None) -> None:
    caught = None
    try:
        with av.record():
            assert is_watched()
            if error is not None:
                raise error
    except BaseException as raised:
        caught = raised
    assert error is caught
    assert not is_watched()


def test_no_hook_stays_on_a_graph_that_stays() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    with av.record() as rec:
        y = x * x
        y.backward(retain_graph=True)
    steps = rec.trace.steps
    y.backward()
    assert steps == rec.trace.steps
    assert 8.0 == x.grad.item()
    assert {} == dict(y.grad_fn.metadata)
    assert {} == dict(y.grad_fn.next_functions[0][0].metadata)


def test_graph_is_not_kept_alive() -> None:
    gone = []
    with av.record():
        x = torch.ones(3, requires_grad=True)
        y = x * 2
        y.grad_fn.metadata["mine"] = mine = _Noticed(gone)
        del mine, y
        gc.collect()
        assert ["gone"] == gone


class _Noticed:
    def __init__(self, gone: list[str]) -> None:
        self._gone = gone

    def __del__(self) -> None:
        self._gone.append("gone")


def test_second_recording_of_one_graph_sees_it_once() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    with av.record():
        y = x * x
    with av.record() as rec:
        y.backward()
    kinds = [type(step).__name__ for step in rec.trace.steps]
    assert ["Seed", "Backward", "Accumulate"] == kinds


# mistakes of ours


def program() -> float:
    x = torch.tensor(2.0, requires_grad=True)
    y = x * x
    z = y * 3
    z.backward()
    with torch.no_grad():
        x -= 1
    assert x.grad is not None
    return float(x.grad)


def broken(*_: Any, **__: Any) -> None:
    raise ZeroDivisionError("ours")


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (TorchGraph, "record"),
        (TorchGraph, "_add"),
        (TorchBackward, "begins"),
        (TorchBackward, "_tell"),
        (TorchBackward, "_seed"),
    ],
)
def test_mistake_of_ours_is_said_once_and_the_program_goes_on(
    where: type, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, broken)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with av.record() as rec:
            assert 12.0 == program()
            assert 12.0 == program()
    assert 1 == len(caught)
    assert "autoviz stopped recording here, the program goes on" in str(
        caught[0].message
    )
    assert 1 <= len(rec.trace.graph.nodes)
    str(rec)


def test_what_was_recorded_before_our_mistake_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(TorchBackward, "_tell", broken)
    with pytest.warns(UserWarning, match="autoviz stopped"), av.record() as rec:
        program()
    kinds = [type(step).__name__ for step in rec.trace.steps]
    assert ["Forward", "Forward", "Seed", "Mode"] == kinds


def test_warning_made_an_error_does_not_reach_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(TorchGraph, "record", broken)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with av.record():
            assert 12.0 == program()
    assert "autoviz stopped recording here" in capsys.readouterr().err
