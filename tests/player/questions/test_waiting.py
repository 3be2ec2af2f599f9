"""Who waits, and who is ready, before each step of a backward()."""

from __future__ import annotations

import pytest

import autoviz as av
from autoviz.player.questions.waiting import Queue, Waiting
from autoviz.records import Trace
from autoviz.records.passes import passes_of
from tests.picture.programs import EVERY, recorded


def test_what_has_got_something_waits_and_what_has_all_is_ready() -> None:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        (x * x + x).backward()
    (run,) = passes_of(rec.trace)
    queue = Queue(rec.trace.graph, run)
    total, product, leaf = 2, 1, 0
    first, second, third = sorted(run.ran.values())
    assert Waiting((total,), (leaf, product), 1) == queue.before(first)
    assert Waiting((product, leaf), (), 1) == queue.before(second)
    assert Waiting((leaf,), (), 1) == queue.before(third)
    assert [1, 3] == [queue.come(leaf, k) for k in (second, third)]
    assert 3 == len(queue.parts(leaf))


def test_before_any_other_step_nobody_is_known_to_wait() -> None:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        (x * x).backward()
    (run,) = passes_of(rec.trace)
    assert Waiting() == Queue(rec.trace.graph, run).before(1)


def told(trace: Trace) -> list[tuple[Waiting, Waiting]]:
    """What is found in one walk, and what looking at every node anew finds."""
    graph = trace.graph
    found = []
    for run in passes_of(trace):
        queue = Queue(graph, run)
        for k in sorted({*run.ran.values()}):
            left = [n for n, ran in run.ran.items() if ran >= k]
            nodes = sorted(n for n in left if graph.output(n)[0] == n)
            come = {n: queue.come(n, k) for n in nodes}
            waiting = [n for n in reversed(nodes) if come[n]]
            others = [n for n in nodes if not come[n]]
            ready = sum(come[n] == len(queue.parts(n)) for n in nodes)
            room = max(0, 6 - len(waiting))
            whole = Waiting(tuple(waiting[:6]), tuple(others[:room]), ready)
            found.append((whole, queue.before(k)))
    return found


@pytest.mark.parametrize("name", EVERY)
def test_one_walk_finds_what_looking_anew_would(name: str) -> None:
    for expected, actual in told(recorded(name).trace):
        assert expected == actual
