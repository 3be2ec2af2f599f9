"""Real files with something wrong in them: refused in one sentence, or read and drawn.

A few thousand mutations, 100,000 in the full run; the same every time.
"""

from __future__ import annotations

import json
import os
import tracemalloc
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import pytest

from autoviz.errors import AutovizError, FileError
from autoviz.picture.answer import answer
from autoviz.recording import Recording
from autoviz.records import History, Trace
from autoviz.records.file import read, write
from tests.records.file.everything import EVERYTHING, REAL, real

FULL = bool(os.environ.get("AUTOVIZ_FULL"))
MUTATIONS = 100_000 if FULL else 3_000
DRAWN = 1_000 if FULL else 40

TOKENS = (
    *("null", "true", "-1", "0", "1", "1.5", "1e999", "9" * 30, '"nan"', '""', "[]"),
    *("{}", "[", "]", "{", "}", ",", ":", '"', "\\", "\\ud800", "\x00", "é", " "),
)
ENTRIES = (
    *(None, True, False, -1, 0, 1, 2, 3, 7, 1.5, 10**20, 2**62, 1e300),
    *("nan", "inf", "x", "", [], {}, [0], {"count": 1}),
)


@cache
def texts() -> tuple[str, ...]:
    """Files that are right."""
    return tuple(write(each, "x") for each in (EVERYTHING, *map(real, REAL)))


def mutations(number: int, seed: int) -> Iterator[bytes]:
    """So many files with one thing, or a few, done to them."""
    random = Random(seed)
    for _ in range(number):
        text = random.choice(texts())
        times = random.choice((1, 1, 1, 2, 5))
        if random.random() < 0.3:
            yield spoiled(text, times, random).encode("utf-8", "surrogatepass")
        else:
            document = json.loads(text)
            for _ in range(times):
                change(document, random)
            yield json.dumps(document).encode()


def spoiled(text: str, times: int, random: Random) -> str:
    """Text in which something was cut out, put in, or repeated."""
    for _ in range(times):
        start = random.randrange(len(text) + 1)
        end = start + random.choice((0, 1, 1, 2, 9, 300))
        middle = random.choice((*TOKENS, "", text[start:end] * 2, text[::-1][:9]))
        text = text[:start] + middle + text[end:]
    return text


def change(document: dict[str, Any], random: Random) -> None:
    """Do something to an entry, a column or a table."""
    parents = [each for each in containers(document) if len(each)]
    if not parents:
        return
    parent = random.choice(parents)
    keys = list(parent) if isinstance(parent, dict) else range(len(parent))
    key = random.choice(keys)
    match random.randrange(6):
        case 0:
            del parent[key]
        case 1 if isinstance(parent, list):
            random.shuffle(parent)
        case 2:
            parent[key] = parent[random.choice(keys)]
        case 3 if isinstance(parent[key], list) and parent[key]:
            parent[key] = random.choice(parent[key])
        case 4 if isinstance(parent[key], str):
            parent[key] = "".join(random.sample(parent[key], len(parent[key])))
        case _:
            parent[key] = random.choice(ENTRIES)


def containers(thing: Any) -> Iterator[Any]:
    """Every list and object in a file."""
    if isinstance(thing, dict | list):
        yield thing
        for each in thing.values() if isinstance(thing, dict) else thing:
            yield from containers(each)


def read_or_refused(data: bytes) -> Trace | None:
    try:
        return read(data)[0]
    except FileError:
        return None


def test_a_mutation_is_refused_or_read_and_then_it_folds_and_is_written() -> None:
    read_were = 0
    for data in mutations(MUTATIONS, seed=0):
        trace = read_or_refused(data)
        if trace is None:
            continue
        read_were += 1
        assert trace == read(write(trace, "x").encode())[0]
        for snapshot in History(trace):
            dict(snapshot.arriving), dict(snapshot.sent), set(snapshot.future)
    assert MUTATIONS / 20 < read_were < MUTATIONS


def drawn(trace: Trace) -> None:
    """As text, as pictures, as a page, and asked about each tensor."""
    recording = Recording(trace)
    assert str(recording)
    if not trace.graph.nodes:
        return
    for node in trace.graph.nodes:
        answer(trace, node.id)
    try:
        assert recording.page()
        assert all(each.svg for each in recording)
    except AutovizError:  # too large to be drawn
        return


@pytest.mark.parametrize("part", range(4))
def test_whatever_can_be_read_can_be_drawn(part: int) -> None:
    wanted = DRAWN // 4
    found = filter(None, map(read_or_refused, mutations(MUTATIONS, seed=1 + part)))
    for _, trace in zip(range(wanted), found, strict=False):
        drawn(trace)


def test_what_is_right_can_be_drawn() -> None:
    for text in texts():
        drawn(read(text.encode())[0])


def test_no_mutation_takes_much_memory() -> None:
    most = max(map(len, texts()))
    tracemalloc.start()
    try:
        for data in mutations(MUTATIONS // 50 + 240, seed=5):
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            read_or_refused(data)
            _, peak = tracemalloc.get_traced_memory()
            assert peak - before < 100 * most
    finally:
        tracemalloc.stop()
