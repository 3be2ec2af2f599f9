"""Broadcasting, on arrows and in words."""

from __future__ import annotations

import autoviz as av
from autoviz.picture.caption import caption
from autoviz.picture.frame import frame
from autoviz.picture.words import plain
from autoviz.recording import Recording
from autoviz.records import fold


def recorded() -> Recording:
    with av.record() as rec:
        X = av.ones(2, 3)
        b = av.tensor([1.0, 2.0, 3.0], requires_grad=True)
        s = av.tensor(2.0, requires_grad=True)
        ((X + b) * s).sum().backward()
    return rec


def labels(rec: Recording, k: int) -> list[tuple[str, str]]:
    texts = frame(rec._view, k).texts
    details = [id for id in texts if id.startswith("e") and id.endswith("d")]
    return [(texts[f"{id[:-1]}m"], texts[id]) for id in details]


def test_an_arrow_says_that_it_is_expanded_once_it_has_run() -> None:
    rec = recorded()
    assert labels(rec, 0) == [("", ""), ("", "")]
    assert labels(rec, 1) == [("", "expanded to (2, 3)"), ("", "")]
    assert labels(rec, 2) == [("", "expanded to (2, 3)")] * 2


def test_the_gradient_on_it_is_summed() -> None:
    rec = recorded()
    assert labels(rec, len(rec.trace.steps)) == [
        ("(3,)", "summed from (2, 3)"),
        ("18", "summed from (2, 3)"),
    ]


def test_the_caption_says_what_is_expanded() -> None:
    trace = recorded().trace
    said = plain(caption(trace, fold(trace, 1)))
    assert "; b (3,) expanded to (2, 3); recorded" in said
    assert "expanded" not in plain(caption(trace, fold(trace, 3)))


def test_one_number_for_one_number_is_no_broadcasting() -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        (x + av.ones(1, 1)).sum().backward()
    told = [text for k in range(len(rec)) for pair in labels(rec, k) for text in pair]
    assert not any("expanded" in text or "summed" in text for text in told)


def test_a_product_of_matrices_broadcasts_nothing() -> None:
    with av.record() as rec:
        column = av.ones(3, 1, requires_grad=True)
        row = av.ones(1, 3, requires_grad=True)
        (column @ row).sum().backward()
    assert labels(rec, len(rec.trace.steps)) == []
