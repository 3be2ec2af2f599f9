"""After a pause the recording says what is true: values, ``.grad``s, versions."""

from __future__ import annotations

from typing import Any

import pytest

import autoviz as av
from tests.watch.parity import differences, recorded_twice
from tests.watch.paused import (
    LIBRARIES,
    LOOPS,
    PARTS,
    numbers,
    state_told,
    truth,
    watched,
)

A_STALE_VIEW = "written to through a view"
"""PyTorch makes its node anew when the program asks for it, the core at once."""

OPTIONS: list[dict[str, Any]] = [{"every": each} for each in (2, 3, 100)]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("name", LOOPS)
@pytest.mark.parametrize("side", LIBRARIES)
def test_the_end_of_a_loop_is_told_as_it_is(
    side: str, name: str, options: dict[str, Any]
) -> None:
    library = LIBRARIES[side]
    rec, kept = watched(LOOPS[name], library, **options)
    assert truth(LOOPS[name], library) == numbers(kept)
    told = state_told(rec, kept)
    assert told == {each: numbers(kept)[each] for each in told}
    assert told or name == "a name that hops"  # to a tensor that nobody has seen


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("side", LIBRARIES)
def test_the_end_of_a_program_of_parts_is_told_as_it_is(side: str, name: str) -> None:
    library = LIBRARIES[side]
    rec, kept = watched(PARTS[name], library, only="encoder")
    assert truth(PARTS[name], library) == numbers(kept)
    assert numbers(kept) == state_told(rec, kept)


@pytest.mark.parametrize("name", [each for each in LOOPS if each != A_STALE_VIEW])
def test_pauses_are_told_the_same_of_both_libraries(name: str) -> None:
    expected, actual = recorded_twice(LOOPS[name], "import autoviz as av", every=2)
    assert [] == differences(expected.trace, actual.trace, 1e-6)


@pytest.mark.parametrize("name", PARTS)
def test_parts_are_told_the_same_of_both_libraries(name: str) -> None:
    program = PARTS[name]
    expected, actual = recorded_twice(program, "import autoviz as av", only="encoder")
    assert [] == differences(expected.trace, actual.trace, 1e-6)


@pytest.mark.parametrize("name", [*LOOPS, *PARTS])
@pytest.mark.parametrize("side", LIBRARIES)
def test_a_recording_with_pauses_survives_a_file(
    side: str, name: str, tmp_path: Any
) -> None:
    options: dict[str, Any] = {"every": 2} if name in LOOPS else {"only": "encoder"}
    rec, _ = watched((LOOPS | PARTS)[name], LIBRARIES[side], **options)
    rec.save(tmp_path / "x.json")
    assert rec == av.load_recording(tmp_path / "x.json")
