"""What goes wrong, of the learner's and of ours; and that nothing is left behind."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Accumulate, Failure, Forward
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
        (overwritten, "exp", "written to in place"),
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
    try:
        with av.record():
            assert is_watched()
            if error is not None:
                raise error
    except BaseException as raised:
        assert error is raised
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
    assert ["Forward", "Forward", "Seed"] == kinds


def test_warning_made_an_error_does_not_reach_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(TorchGraph, "record", broken)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with av.record():
            assert 12.0 == program()
    assert "autoviz stopped recording here" in capsys.readouterr().err


# tensors that are not just numbers


class Sub(torch.Tensor):
    """A subclass that counts what it hears of."""

    heard = 0

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kw: Any = None):  # type: ignore[no-untyped-def]
        Sub.heard += 1
        return super().__torch_function__(func, types, args, kw or {})


def quantised() -> torch.Tensor:
    return torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.quint8)


ODD: dict[str, Callable[[], torch.Tensor]] = {
    "meta": lambda: torch.ones(2, 3, device="meta", requires_grad=True) * 2,
    "sparse": lambda: torch.eye(3).to_sparse().requires_grad_() * 2,
    "csr": lambda: torch.eye(3).to_sparse_csr() * 2,
    "complex": lambda: torch.ones(2, dtype=torch.complex64, requires_grad=True) * 2,
    "conjugate": lambda: torch.view_as_real(torch.ones(2, dtype=torch.complex64)).T,
    "negative": lambda: torch.ones(2, dtype=torch.complex64).conj().imag * 2,
    "half": lambda: torch.ones(2, dtype=torch.float16, requires_grad=True) * 2,
    "bfloat16": lambda: torch.ones(200, dtype=torch.bfloat16, requires_grad=True) * 2,
    "float8": lambda: torch.ones(2).to(torch.float8_e4m3fn),
    "quantised": lambda: quantised().dequantize() * 2,
    "nested": lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]) * 2,
    "jagged": lambda: (
        torch.nested.nested_tensor(
            [torch.ones(2, 2), torch.ones(3, 2)],
            layout=torch.jagged,
            requires_grad=True,
        )
        * 2
    ),
    "subclass": lambda: torch.ones(2, requires_grad=True).as_subclass(Sub) * 2,
    "parameter": lambda: torch.nn.Parameter(torch.ones(2)) * 2,
    "zero-size": lambda: torch.ones(0, 3, requires_grad=True) * 2,
    "zero-size sum": lambda: torch.ones(0, 3, requires_grad=True).sum(),
    "large": lambda: torch.ones(300, 300, requires_grad=True) * float("nan"),
    "large bool": lambda: torch.ones(300, 300) > 0,
    "uint16": lambda: torch.ones(2).to(torch.uint16),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_tensor_is_told_by_type_and_shape(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch's own, of what it may change
        warnings.filterwarnings("error", message="autoviz")
        with av.record() as rec:
            y = ODD[name]()
            if y.requires_grad and not y.is_nested:
                y.sum().abs().backward()
    (node,) = (node for node in rec.trace.graph.nodes if "y" in node.names)
    assert str(y.dtype) == f"torch.{node.dtype}"
    if not y.is_nested:
        assert tuple(y.shape) == node.shape
    assert len(rec.trace.steps) + 1 == len(str(rec).splitlines())


def test_gradients_of_odd_tensors_are_told() -> None:
    with av.record() as rec:
        x = torch.ones(2, dtype=torch.bfloat16, requires_grad=True)
        (x * 3).sum().backward()
    (step,) = (each for each in rec.trace.steps if isinstance(each, Accumulate))
    assert ("bfloat16", (3.0, 3.0)) == (step.after.dtype, step.after.numbers)


def test_subclass_hears_nothing_of_us() -> None:
    def heard(recorded: bool) -> int:
        Sub.heard = 0
        x = torch.ones(2, requires_grad=True).as_subclass(Sub)
        if recorded:
            with av.record():
                (x * x).sum().backward()
        else:
            (x * x).sum().backward()
        return Sub.heard

    assert heard(recorded=False) == heard(recorded=True) > 0


class FunctionLog(TorchFunctionMode):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kw: Any = None):  # type: ignore[no-untyped-def]
        self.seen.append(getattr(func, "__name__", ""))
        return func(*args, **(kw or {}))


class DispatchLog(TorchDispatchMode):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kw: Any = None):  # type: ignore[no-untyped-def]
        self.seen.append(str(func))
        return func(*args, **(kw or {}))


@pytest.mark.parametrize("log", [FunctionLog, DispatchLog])
@pytest.mark.parametrize("inside", [True, False])
def test_learner_s_own_mode_hears_nothing_of_us(
    log: type[FunctionLog] | type[DispatchLog], inside: bool
) -> None:
    def body() -> None:
        x = torch.ones(2, 2, requires_grad=True)
        y = (x @ x).tanh()
        y.sum().backward()

    with log() as plain:
        body()
    if inside:
        with av.record() as rec, log() as mode:
            body()
    else:
        with log() as mode, av.record() as rec:
            body()
    assert plain.seen == mode.seen
    assert 3 == sum(isinstance(step, Forward) for step in rec.trace.steps)


# where there are no numbers yet


def test_function_transforms_are_left_alone() -> None:
    with av.record() as rec:
        x = torch.tensor(3.0)
        g = torch.func.grad(lambda a: (a * a).sin())(x)
        h = torch.func.vmap(lambda a: a * 2)(torch.ones(3))
        y = g * h
    assert 3 == len(y)
    str(rec)


@pytest.mark.filterwarnings("ignore:`torch.jit")
def test_tracing_is_left_alone() -> None:
    with av.record():
        traced = torch.jit.trace(lambda a: a * 2 + 1, torch.ones(2))
    assert "aten::detach" not in str(traced.graph)
