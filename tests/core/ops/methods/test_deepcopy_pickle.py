"""Copies that Python makes: what they share, and what they leave behind."""

from __future__ import annotations

import copy
import pickle

import pytest

from tests.oracle import agree_on_story, ours

STORIES = {
    "a deep copy of a leaf": """
        import copy
        x = t.tensor([1.0, 2.0], requires_grad=True)
        (x * 2).sum().backward()
        y = copy.deepcopy(x)
        say(y, y.grad, y is x, y.grad is x.grad, y.is_leaf, y._version)
        with t.no_grad():
            y.add_(1)
        say(x, y)
    """,
    "a deep copy of a result": """
        import copy
        copy.deepcopy([t.ones(2, requires_grad=True) * 2])
    """,
    "deep copies share what the originals shared": """
        import copy
        x = t.arange(6.0).reshape(2, 3)
        a, b, c, d = copy.deepcopy([x, x[1], x, x.T])
        a.add_(1)
        say(a, b, a is c, d, d.stride(), x)
    """,
    "hooks stay behind": """
        import copy
        x = t.ones(2, requires_grad=True)
        x.register_hook(lambda g: g * 2)
        y = copy.deepcopy(x)
        y.sum().backward()
        say(y.grad)
    """,
    "a copy shares the memory": """
        import copy
        x = t.ones(2, requires_grad=True)
        x.grad = t.ones(2)
        y = copy.copy(x)
        say(y, y.grad, y.is_leaf, y._version, y is x, copy.copy(x * 2))
        y.data.add_(1)
        say(x)
    """,
    "pickled and back": """
        import pickle
        for x in (
            t.tensor([1.0, 2.0], requires_grad=True),
            t.ones(2, requires_grad=True) * 2,
            t.tensor(True),
            t.arange(6).reshape(2, 3).T,
            t.ones(2, dtype=t.float64),
        ):
            y = pickle.loads(pickle.dumps(x))
            say(y, y.grad, y.is_leaf, y._version, y.stride())
    """,
    "pickled together, apart when back": """
        import pickle
        x = t.ones(2, 3)
        a, b, c = pickle.loads(pickle.dumps([x, x[0], x]))
        a.add_(1)
        say(b, a is c)
    """,
    "notes go along": """
        import copy, pickle
        x = t.ones(2, requires_grad=True)
        x.label, x.other = "x", [x * 1, 2][1:]
        y, z, p = copy.deepcopy(x), copy.copy(x), pickle.loads(pickle.dumps(x))
        say(vars(y), vars(z), vars(p), y.other is x.other, z.other is x.other)
        r = x * 2
        r.label = "r"
        say(vars(copy.copy(r)), vars(pickle.loads(pickle.dumps(r))))
    """,
    "types and shapes are copied": """
        import copy, pickle
        say(copy.deepcopy(t.bool) is t.bool, pickle.loads(pickle.dumps(t.float32)))
        say(pickle.loads(pickle.dumps(t.bool)) is t.bool, copy.copy(t.int8) is t.int8)
        say(copy.deepcopy(t.Size([2])), pickle.loads(pickle.dumps(t.Size([2, 3]))))
        say(pickle.loads(pickle.dumps(t.tensor([1.0, 2.0]).max(0))))
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_copies_tell_the_same_story(program: str) -> None:
    agree_on_story(program)


def test_a_name_goes_along() -> None:
    x = ours.ones(2).named("w")
    assert "w" == copy.deepcopy(x).name


def test_hooks_are_not_pickled() -> None:
    x = ours.ones(2, requires_grad=True)
    x.register_hook(print)
    with pytest.warns(UserWarning, match="on tensor will not be serialized"):
        pickle.dumps(x)
