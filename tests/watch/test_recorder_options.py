"""What ``record()`` may be asked for: most steps, names, no text."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

import autoviz as av
from autoviz.errors import AutovizError
from autoviz.recording import Recording
from autoviz.records import Backward, Failure
from autoviz.watch import script
from autoviz.watch.given import given_names


@pytest.fixture(params=[av, torch], ids=["numpy", "torch"])
def lib(request: pytest.FixtureRequest) -> Any:
    return request.param


def names(rec: Recording) -> list[tuple[str, ...]]:
    return [node.names for node in rec.trace.graph.nodes]


# max_steps


def training(lib: Any) -> Any:
    w = lib.tensor([1.0, 2.0], requires_grad=True)
    for _ in av.loop(range(5), "round"):
        loss = (w * w).sum()
        loss.backward()
        with lib.no_grad():
            w -= 0.1 * w.grad
        w.grad = None
    return w


def forward(lib: Any) -> Any:
    h = lib.tensor(1.0, requires_grad=True)
    for _ in range(30):
        h = h * 1.5
    return h


def recorded(program: Callable[[Any], Any], lib: Any, **options: Any) -> Any:
    with av.record(**options) as rec:
        result = program(lib)
    return rec.trace, result


@pytest.mark.parametrize("most", [1, 2, 7, 29])
def test_recording_stops_after_so_many_steps_and_the_program_goes_on(
    lib: Any, most: int
) -> None:
    whole, expected = recorded(forward, lib)
    trace, result = recorded(forward, lib, max_steps=most)
    assert expected.item() == result.item()
    assert whole.steps[:most] == trace.steps
    ids = [each.id for each in whole.graph.nodes[: most + 1]]
    assert ids == [each.id for each in trace.graph.nodes]
    (note,) = trace.notes
    assert note.startswith(f"Recording stopped after {most} steps; ")
    assert "raise max_steps" in note


@pytest.mark.parametrize("most", [1, 3, 4, 10, 11, 12, 20, 33])
def test_a_pass_that_has_begun_is_told_to_its_end(lib: Any, most: int) -> None:
    whole, expected = recorded(training, lib)
    trace, result = recorded(training, lib, max_steps=most)
    assert expected.tolist() == result.tolist()
    steps = trace.steps
    assert whole.steps[: len(steps)] == steps
    assert len(steps) >= most
    extra = len(steps) - most
    of_a_pass = sum(isinstance(each, Backward) for each in steps[:10]) + 3
    assert extra <= of_a_pass
    assert 1 == len(trace.notes)
    follows = whole.steps[len(steps)]
    assert type(follows).__name__ not in ("Backward", "Accumulate")


def test_what_is_not_too_much_has_no_note(lib: Any) -> None:
    trace, _ = recorded(training, lib, max_steps=1000)
    assert () == trace.notes


def test_large_tensors_are_as_they_were_when_recording_stopped(lib: Any) -> None:
    with av.record(max_steps=2) as rec:
        w = lib.ones(100, requires_grad=True)
        h = w * 2
        k = h * 1
        h.add_(5)
        with lib.no_grad():
            w.mul_(7)
    nodes, steps = rec.trace.graph.nodes, rec.trace.steps
    assert 2 == len(steps)
    values = [nodes[0].value, steps[0].value, steps[1].value]  # type: ignore[union-attr]
    assert [1.0, 2.0, 2.0] == [each.summary.maximum for each in values]  # type: ignore[union-attr]
    assert [5.0 + 2.0, 2.0] == [h.max().item(), k.max().item()]


def test_how_it_ended_is_told_though_recording_has_stopped(lib: Any) -> None:
    with pytest.raises(ValueError, match="no"), av.record(max_steps=2) as rec:
        forward(lib)
        raise ValueError("no")
    assert 3 == len(rec.trace.steps)
    assert isinstance(rec.trace.steps[-1], Failure)


def test_scopes_that_begin_afterwards_are_not_told(lib: Any) -> None:
    trace, _ = recorded(training, lib, max_steps=4)
    assert len(trace.graph.scopes) <= 2


def test_the_picture_says_that_recording_stopped(lib: Any) -> None:
    with av.record(max_steps=3) as rec:
        forward(lib)
    assert "Recording stopped after 3 steps" in rec[-1].svg


def test_no_steps_at_all_make_no_sense() -> None:
    with pytest.raises(AutovizError, match="max_steps is at least 1, not 0"):
        av.record(max_steps=0)


@pytest.mark.parametrize("totals", [False, True])
def test_an_optimizer_goes_on_when_recording_has_stopped(totals: bool) -> None:
    model = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    before = model.weight.detach().clone()
    with av.record(max_steps=5, totals=totals) as rec:
        for _ in range(3):
            optimizer.zero_grad()
            model(torch.ones(4, 2)).mean().backward()
            optimizer.step()
    assert before.sub(0.3).allclose(model.weight)
    assert 1 == len(rec.trace.notes)
    assert not torch.nn.modules.module._global_forward_hooks


# names


def test_names_that_were_asked_for_come_first(lib: Any) -> None:
    w, other = lib.tensor(2.0, requires_grad=True), lib.tensor(3.0)
    with av.record(names={"weight": w, "input": other}) as rec:
        y = w * other
    assert [("weight", "w"), ("input", "other"), ("y",)] == names(rec)
    assert 6.0 == y.item()
    with av.record() as rec:
        w * 2
    assert [("w",), ()] == names(rec)


def test_a_tensor_may_be_given_a_name(lib: Any) -> None:
    x = lib.tensor(2.0, requires_grad=True)
    assert x is av.name(x, "weight")
    with av.record() as rec:
        y = av.name(x * 2, "double")
    assert [("weight", "x"), ("double", "y")] == names(rec)
    assert 4.0 == y.item()


def test_a_given_name_stays_with_what_is_gone(lib: Any) -> None:
    with av.record() as rec:
        h = av.name(lib.tensor(2.0, requires_grad=True) * 2, "early")
        h = h + 1
    assert [(), ("early",), ("h",)] == names(rec)


def test_only_tensors_have_names() -> None:
    with pytest.raises(AutovizError, match="only tensors have names, not a list"):
        av.name([1.0], "w")
    with pytest.raises(AutovizError, match="names are for tensors; 'w' is a float"):
        av.record(names={"w": 1.0})


def test_a_name_keeps_no_tensor_alive() -> None:
    before = len(given_names)
    tensor = av.name(torch.ones(2), "w")
    assert before + 1 == len(given_names)
    assert "w" == given_names.of(tensor)
    del tensor
    gc.collect()
    assert before == len(given_names)


# source


def without_text(folder: Path, library: str) -> Recording:
    main = f"""\
import {library} as lib
import autoviz as av
with av.record(source=False) as rec:
    x = lib.tensor(3.0, requires_grad=True)
    y = x * 41
    y.backward()
    y.backward()
"""
    (folder / "main.py").write_text(main, encoding="utf-8")
    done = script.run(folder / "main.py")
    assert isinstance(done.error, RuntimeError)
    return done.made[0].recording


@pytest.mark.parametrize("library", ["autoviz", "torch"])
def test_a_recording_may_leave_out_the_text(tmp_path: Path, library: str) -> None:
    rec = without_text(tmp_path, library)
    trace = rec.trace
    assert {} == trace.source
    assert [("x",), ("y",)] == names(rec)
    places = [each.source for each in (*trace.graph.nodes, *trace.steps)]
    told = [(each.file, each.line, each.expression) for each in places if each]
    assert {("main.py", line, "") for line in (4, 5, 6, 7)} == set(told)
    for text in (rec.page(), repr(trace), str(rec), rec[1].svg, rec[-1].svg):
        assert "y.backward()" not in text
        assert "x * 41" not in text


def test_torch_is_not_imported_to_know_a_tensor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "torch")
    with av.record(names={"w": av.ones(2)}):
        av.name(av.ones(2), "v")
    assert "torch" not in sys.modules
