"""Memory and its version: shared by all who look at it."""

from __future__ import annotations

import pytest

from autoviz.core.storage import Storage
from tests.oracle import agree_on_story, ours

STORIES = {
    "every write counts": """
        x = t.ones(2, 2)
        x.add_(1); x.mul_(2); x -= 1; x /= 3
        say(x._version, x[0]._version, x.T._version, x.detach()._version)
        x[0].add_(1)
        say(x._version, x.data._version, x.clone()._version, (x * 2)._version)
    """,
    "a write that fails does not count": """
        x = t.ones(2)
        try:
            x.add_(t.ones(3))
        except RuntimeError:
            say(x._version, x)
        w = t.ones(2, requires_grad=True)
        try:
            w.add_(1)
        except RuntimeError:
            say(w._version, w)
    """,
    "a copy for reshape is memory of its own": """
        x = t.ones(2, 3)
        x.T.reshape(6).add_(1)
        say(x, x._version)
    """,
    "a gradient counts its deposits": """
        x = t.ones(2, requires_grad=True)
        x.grad = t.zeros(2)
        for _ in range(3):
            (x * 2).sum().backward()
        say(x.grad._version)
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_versions_tell_the_same_story(program: str) -> None:
    agree_on_story(program)


def test_new_memory_was_never_written_to() -> None:
    assert Storage().version == 0


def test_views_share_one_storage() -> None:
    x = ours.ones(2, 3)
    assert all(v.storage is x.storage for v in (x[0], x.T, x.detach(), x.reshape(6)))
    assert (x * 1).storage is not x.storage
    assert x.data.storage is not x.storage


def test_a_write_counts_only_where_writes_are_counted() -> None:
    memory = Storage()
    memory.written()
    assert memory.version == 1
    with ours.inference_mode():
        uncounted = Storage()
        uncounted.written()
    assert uncounted.version == 0
    with pytest.raises(RuntimeError, match="Inplace update to inference tensor"):
        uncounted.written()
