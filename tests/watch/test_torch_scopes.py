"""Which call of which module an operation belongs to."""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn.modules import module as torch_module
from torch.utils.checkpoint import checkpoint

import autoviz as av
from autoviz.recording import Recording
from autoviz.watch.writer import Writer

X = torch.ones(1, 2)


class Cell(nn.Module):
    """Has parts of its own, and in a list, and a parameter."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = nn.ModuleList([nn.Linear(2, 2), nn.Tanh()])
        self.scale = nn.Parameter(torch.ones(2))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for part in self.parts:
            x = part(x)
        return x * self.scale


def scopes(rec: Recording) -> list[tuple[str, str, int, int | None]]:
    found = rec.trace.graph.scopes
    assert list(range(len(found))) == [each.id for each in found]
    return [(each.name, each.type, each.call, each.outer) for each in found]


def places(rec: Recording) -> dict[str, str | None]:
    """Of each node, by operation or name, the name of its scope."""
    graph = rec.trace.graph
    return {
        node.op or node.names[0]: None
        if node.scope is None
        else graph.scopes[node.scope].name
        for node in graph.nodes
    }


def test_scope_has_the_name_the_learner_writes() -> None:
    model = Cell()
    with av.record() as rec:
        model(X)
    assert scopes(rec) == [
        ("model", "Cell", 1, None),
        ("model.parts.0", "Linear", 1, 0),
        ("model.parts.1", "Tanh", 1, 0),
    ]


def test_operation_belongs_to_the_innermost_call() -> None:
    model = Cell()
    with av.record() as rec:
        model(X).sum().backward()
    assert places(rec) == {
        "x": None,
        "model.parts.0.weight": "model.parts.0",
        "model.parts.0.bias": "model.parts.0",
        "model.scale": "model",
        "mul": "model",
        "t": "model.parts.0",
        "addmm": "model.parts.0",
        "tanh": "model.parts.1",
        "sum": None,
    }


def test_operation_that_is_not_tracked_belongs_to_its_call_too() -> None:
    model = Cell()
    with av.record() as rec, torch.no_grad():
        model(X)
    found = [each.scope for each in rec.trace.graph.nodes if each.kind == "untracked"]
    assert None not in found
    assert len(found) >= 3


def test_tensor_made_in_a_module_belongs_to_it_and_one_from_before_does_not() -> None:
    class Shifted(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x + torch.ones(2) + before

    before = torch.ones(2, requires_grad=True) * 5
    model = Shifted()
    with av.record() as rec:
        model(X)
    nodes = rec.trace.graph.nodes
    assert {"x": None, "before": None} == {
        each.names[0]: each.scope for each in nodes if each.names
    }
    assert {None} == {each.scope for each in nodes if each.kind == "leaf"}
    made = [each for each in nodes if each.op == "add" or each.kind == "input"]
    assert {0} == {each.scope for each in made if "x" not in each.names}


def test_buffer_belongs_to_its_module() -> None:
    norm = nn.BatchNorm1d(2)
    with av.record() as rec:
        norm(torch.randn(4, 2))
    graph = rec.trace.graph
    owned = [each for each in graph.nodes if each.op is None and each.scope == 0]
    assert [each.kind for each in owned].count("leaf") == 2
    assert [each.kind for each in owned].count("input") >= 1


def test_parameter_of_a_part_that_is_never_called_belongs_to_what_it_is_part_of() -> (
    None
):
    attention = nn.MultiheadAttention(2, 1)
    with av.record() as rec:
        attention(X, X, X)[0].sum().backward()
    assert places(rec)["attention.out_proj.weight"] == "attention"


def test_calls_of_a_module_are_counted_and_share_its_parameters() -> None:
    cell = nn.Linear(2, 2)
    with av.record() as rec:
        cell(cell(X)).sum().backward()
    assert scopes(rec) == [("cell", "Linear", 1, None), ("cell", "Linear", 2, None)]
    leaves = [each for each in rec.trace.graph.nodes if each.kind == "leaf"]
    assert [each.scope for each in leaves] == [0, 0]


def test_module_that_calls_itself() -> None:
    class Twice(nn.Module):
        def forward(self, x: torch.Tensor, times: int = 2) -> torch.Tensor:
            return self(x * 2, times - 1) if times else x

    model = Twice()
    with av.record() as rec:
        model(X)
    assert scopes(rec) == [
        ("model", "Twice", 1, None),
        ("model", "Twice", 2, 0),
        ("model", "Twice", 3, 1),
    ]


def test_part_called_by_itself_has_the_name_of_the_whole_before_it() -> None:
    model = Cell()
    with av.record() as rec:
        model.parts[0](X)
    assert scopes(rec) == [("model.parts.0", "Linear", 1, None)]


def test_module_without_a_name_is_called_by_its_class() -> None:
    with av.record() as rec:
        nn.Tanh()(X)
    assert scopes(rec) == [("Tanh", "Tanh", 1, None)]


def test_shared_module_has_its_first_name() -> None:
    part = nn.Tanh()
    model = nn.Sequential(part, part)
    with av.record() as rec:
        model(X)
    assert scopes(rec)[1:] == [("model.0", "Tanh", 1, 0), ("model.0", "Tanh", 2, 0)]


@pytest.mark.parametrize("reentrant", [True, False])
def test_what_a_checkpoint_computes_again_is_no_call(reentrant: bool) -> None:
    model = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
    x = torch.ones(1, 2, requires_grad=True)
    with av.record() as rec:
        y = checkpoint(model, x, use_reentrant=reentrant)
        y.sum().backward()
    assert [each[2] for each in scopes(rec)] == [1, 1, 1]


def test_results_of_one_operation_stay_in_its_scope() -> None:
    class Split(nn.Module):
        def forward(self, x: torch.Tensor) -> Any:
            return torch.split(x * 2, 1, dim=1)

    model, other = Split(), nn.Tanh()
    x = torch.ones(1, 2, requires_grad=True)
    with av.record() as rec:
        _, last = model(x)
        other(last)
    graph = rec.trace.graph
    split = next(each for each in graph.nodes if each.results)
    kept = [graph.nodes[each].scope for each in split.results if each is not None]
    assert {split.scope, *kept} == {0}


def test_core_has_no_scopes() -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        (x * x).backward()
    assert rec.trace.graph.scopes == ()
    assert {each.scope for each in rec.trace.graph.nodes} == {None}


# what goes wrong, and what is left behind


def hooks() -> int:
    return sum(
        len(getattr(torch_module, name))
        for name in (
            "_global_forward_hooks",
            "_global_forward_pre_hooks",
            "_global_forward_hooks_always_called",
        )
    )


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    yield
    assert hooks() == 0
    assert [each for each in warnings.filters if "global hooks" in str(each[1])] == []


class Stop(BaseException):
    """As ``KeyboardInterrupt``, which would end the tests."""


class Fails(nn.Module):
    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise self.error


@pytest.mark.parametrize("error", [ValueError("no"), Stop()])
def test_call_that_fails_has_ended(error: BaseException) -> None:
    model, other = nn.Sequential(Fails(error)), nn.Tanh()
    with av.record() as rec:
        try:
            nn.Sequential(model)(X)
        except type(error):
            pass
        if isinstance(error, Exception):
            other(X)
    last = scopes(rec)[-1]
    assert last == (
        ("other", "Tanh", 1, None)
        if isinstance(error, Exception)
        else ("Sequential.0.0", "Fails", 1, 1)
    )


def test_interrupt_that_the_program_survives_ends_the_calls_within() -> None:
    class Careful(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.part = Fails(Stop())

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            with contextlib.suppress(Stop):
                self.part(x)
            return x * 2

    model, other = Careful(), nn.Tanh()
    with av.record() as rec:
        other(model(X))
    assert scopes(rec)[-1] == ("other", "Tanh", 1, None)


def test_exception_is_the_learner_s_own() -> None:
    error = ValueError("no")
    model = nn.Sequential(Fails(error))
    with pytest.raises(ValueError, match="no") as caught, av.record():
        model(X)
    assert error is caught.value


def test_hooks_of_the_learner_s_run_as_without_a_recording() -> None:
    def run(record: bool) -> list[str]:
        told: list[str] = []
        model = nn.Linear(2, 2)
        model.register_forward_pre_hook(lambda *_: told.append("before"))
        model.register_forward_hook(lambda *_: told.append("after"))
        model.register_full_backward_hook(lambda *_: told.append("backward"))
        x = X.clone().requires_grad_()
        if record:
            with av.record():
                model(x).sum().backward()
        else:
            model(x).sum().backward()
        return told

    assert run(record=False) == run(record=True) == ["before", "after", "backward"]


def test_call_in_another_thread_is_not_counted() -> None:
    model = nn.Tanh()
    with av.record() as rec:
        thread = threading.Thread(target=model, args=(X,))
        thread.start()
        thread.join()
        model(X)
    assert scopes(rec) == [("model", "Tanh", 1, None)]


def test_two_recordings_at_a_time_see_their_own_calls() -> None:
    found: list[Any] = []
    both = threading.Barrier(2, timeout=20)

    def run(model: nn.Module) -> None:
        with av.record() as rec:
            both.wait()
            model(X)
            both.wait()
        found.append([each[1] for each in scopes(rec)])

    threads = [
        threading.Thread(target=run, args=(each,)) for each in (nn.Tanh(), nn.ReLU())
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == [["ReLU"], ["Tanh"]]


def test_vmap_is_elsewhere() -> None:
    model = nn.Tanh()
    with av.record() as rec:
        torch.vmap(model)(X)
    assert scopes(rec) == []


def test_mistake_of_ours_ends_the_recording_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: Any) -> int:
        raise KeyError("ours")

    monkeypatch.setattr(Writer, "enter", broken)
    model = Cell()
    with pytest.warns(UserWarning, match="the program goes on") as told, av.record():
        result = model(X)
    assert len(told) == 1
    assert torch.equal(result, model(X))


def compiled() -> tuple[Callable[..., torch.Tensor], list[int]]:
    made: list[int] = []

    def backend(piece: Any, _: Any) -> Any:
        made.append(1)
        return piece

    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
    return torch.compile(model, backend=backend), made


def test_recording_costs_a_compiled_module_one_compilation_and_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch's own, while it is loaded
        function, made = compiled()
        function(X)
    before = len(made)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for _ in range(4):
            with av.record():
                function(X)
    assert len(made) <= before + 1
    assert [each for each in told if "global hooks" in str(each.message)] == []
