"""Where numbers go, in the words of the operation, and with the learner's places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import autoviz as av
from autoviz.picture.caption import caption
from autoviz.picture.words import plain
from autoviz.records import Backward, History

VECTOR = av.tensor([3.0, 1.0, 2.0])


def told(function: Callable[[av.Tensor], av.Tensor]) -> str:
    """What the first operation of a function sends, after "arrived; "."""
    with av.record() as rec:
        x = av.tensor([3.0, 1.0, 2.0], requires_grad=True)
        function(x).sum().backward()
    backward = [e for e in History(rec.trace) if isinstance(e.step, Backward)]
    return plain(caption(rec.trace, backward[-1])).split("arrived; ", 1)[1]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda x: x[1], "1, put back at x[1], 0 elsewhere, shape (3,), goes to x"),
        (lambda x: x[1:], "G, put back at x[1:], 0 elsewhere, shape (3,), goes to x"),
        (lambda x: x[[0, 0]], "G, added at x[[0, 0]], 0 elsewhere, shape (3,), goes "
         "to x"),
        (lambda x: x.max(), "1, put where the largest stood, 0 elsewhere, shape (3,), "
         "goes to x"),
        (lambda x: x.sort().values, "G, put back into the order before sorting, shape "
         "(3,), goes to x"),
        (lambda x: x.cumsum(0), "G, added up from the end, shape (3,), goes to x"),
        (lambda x: av.cat([VECTOR, x]), "G[3:6], shape (3,), goes to x. Nothing goes "
         "to VECTOR: it needs no gradient"),
        (lambda x: av.stack([VECTOR, x], 1), "G[:, 1], shape (3,), goes to x. Nothing "
         "goes to VECTOR: it needs no gradient"),
        (lambda x: x.flip(0), "G, turned back to shape (3,), goes to x"),
        (lambda x: x.reshape(3, 1), "G, passed on in shape (3,), goes to x"),
    ],
)  # fmt: skip
def test_what_only_moves_says_where_to(
    function: Callable[[av.Tensor], av.Tensor], expected: str
) -> None:
    assert expected == told(function)


def test_equals_share_a_maximum() -> None:
    with av.record() as rec:
        x = av.tensor([3.0, 3.0, 1.0], requires_grad=True)
        x.max().backward()
    assert "shared by the largest, 0 elsewhere" in str(rec)


def test_several_results_are_joined_again() -> None:
    with av.record() as rec:
        x = av.tensor([3.0, 1.0, 2.0], requires_grad=True)
        a, b = x.split(2)
        (a * b).sum().backward()
    assert "what arrived, joined again to shape (3,), goes to x" in " ".join(
        str(rec).split()
    )
