"""All paths from a tensor to the loss: counted, the largest told, their sum."""

from __future__ import annotations

import math
from collections.abc import Callable

import autoviz as av
from autoviz.picture.paths import Paths, paths
from autoviz.picture.words import plain
from autoviz.recording import Recording
from autoviz.records import History


def all_paths(rec: Recording) -> list[Paths]:
    return list(paths(rec.trace, tuple(History(rec.trace))))


def told(found: Paths) -> list[tuple[str, str]]:
    return [(row.label, plain(row.items)) for row in found.panel.rows]


def of(rec: Recording, name: str) -> Paths:
    """The last ones of a tensor."""
    node = next(e.id for e in rec.trace.graph.nodes if name in e.names)
    return [each for each in all_paths(rec) if each.node == node][-1]


def run(fn: Callable[[av.Tensor], av.Tensor], start: object = 3.0) -> Recording:
    x = av.tensor(start, requires_grad=True)
    with av.record(names={"x": x}) as rec:
        fn(x).backward()
    return rec


def test_a_leaf_used_several_times_has_a_path_for_each_use() -> None:
    found = of(run(lambda x: x * x + 3 * x), "x")
    assert "all 3 paths from x to x * x + 3 * x" == plain(found.panel.title)
    labels, words = zip(*told(found), strict=True)
    assert ("3", "+ 3", "+ 3", "= 9") == labels
    assert 2 == sum(each.startswith("x → x * x → ") for each in words)
    assert all(each.endswith("  3 × 1") for each in words[:3])
    assert "their sum, the gradient of x" == words[3]


def test_the_largest_is_first_and_its_local_derivatives_are_multiplied() -> None:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x**2 + 2 * x + 1
        loss = y**2
        loss.backward()
    expected = [
        ("192", "x → x**2 → x**2 + 2 * x → y → loss  6 × 1 × 1 × 32"),
        ("+ 64", "x → 2 * x → x**2 + 2 * x → y → loss  2 × 1 × 1 × 32"),
        ("= 256", "their sum, the gradient of x"),
    ]
    assert expected == told(of(rec, "x"))


def test_one_path_is_no_sum() -> None:
    found = of(run(lambda x: (2 * x) ** 2), "x")
    assert not found.is_sum
    assert [("24", "x → 2 * x → (2 * x) ** 2  2 × 12")] == told(found)
    assert "the one path from x" == plain(found.panel.title).split(" to ")[0]


def test_they_are_known_from_the_last_arrival_on() -> None:
    rec = run(lambda x: x**2 + x)
    found = of(rec, "x")
    assert rec.find("x.grad") == found.ran == found.since + 1


def doubled(times: int) -> Recording:
    """As many paths as there are subsets."""

    def fn(x: av.Tensor) -> av.Tensor:
        y = x
        for _ in range(times):
            y = y + y
        return y

    return run(fn)


def test_twelve_of_very_many_are_told_and_all_are_counted() -> None:
    found = of(doubled(40), "x")
    title = plain(found.panel.title)
    assert f"the 12 largest of {2**40:,} paths from x" == title.split(" to ")[0]
    rows = told(found)
    assert 14 == len(rows)
    assert ("+ …", f"{2**40 - 12:,} more, none of them larger") == rows[12]
    assert "= 1.1e+12" == rows[13][0]


def test_a_long_path_is_told_by_its_ends() -> None:
    chain, factors = told(of(doubled(40), "x"))[0][1].split("  ")
    assert 7 == len(chain.split(" → "))
    assert "1 × 1 × … × 1 × 1" == factors


def test_every_listed_product_and_their_sum_are_right() -> None:
    def fn(x: av.Tensor) -> av.Tensor:
        for each in (0.5, -2.0, 1.5):
            x = x * each + x
        return x

    labels = [label for label, _ in told(of(run(fn), "x"))]
    parts = [float(each.strip("+ ()")) for each in labels[:-1]]
    expected = [a * b * c for a in (0.5, 1) for b in (-2.0, 1) for c in (1.5, 1)]
    assert sorted(map(abs, expected), reverse=True) == list(map(abs, parts))
    assert sorted(expected) == sorted(parts)
    assert f"= {sum(expected):g}" == labels[-1]


def test_the_seed_is_the_last_factor() -> None:
    x = av.tensor(3.0, requires_grad=True)
    with av.record(names={"x": x}) as rec:
        (x * 2).backward(av.tensor(-0.5))
    assert [("-1", "x → x * 2  2 × (-0.5)")] == told(of(rec, "x"))


def test_a_path_through_matrices_has_what_the_run_recorded() -> None:
    w = av.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    with av.record(names={"w": w}) as rec:
        ((w @ w).sum() + 10 * w.sum()).backward()
    words = dict(told(of(rec, "w")))
    first = "w → 10 * w.sum()"
    assert "= (2, 2)" in words
    assert "up to 10" == words["(2, 2)"].split("  ")[1], first
    assert "×" not in "".join(words.values())


def test_paths_that_arrived_as_one_gradient_stay_together() -> None:
    w = av.tensor([1.0, 2.0], requires_grad=True)
    with av.record(names={"w": w}) as rec:
        h = w * 2
        (h * h + h).sum().backward()
    ((label, words),) = told(of(rec, "w"))
    assert ("(2,)", "w → h → (3 ways) → …  up to 18") == (label, words)
    assert "all 3 paths from w" == plain(of(rec, "w").panel.title).split(" to ")[0]
    assert 4 == len(told(of(rec, "h")))


def test_a_hook_ends_the_products() -> None:
    x = av.tensor(3.0, requires_grad=True)
    with av.record(names={"x": x}) as rec:
        y = x * x
        y.register_hook(lambda gradient: 10 * gradient)
        (2 * y).backward()
    expected = [
        ("60", "x → y → 2 * y"),
        ("+ 60", "x → y → 2 * y"),
        ("= 120", "their sum, the gradient of x"),
    ]
    assert expected == told(of(rec, "x"))


def test_each_backward_has_its_own() -> None:
    x = av.tensor(3.0, requires_grad=True)
    with av.record(names={"x": x}) as rec:
        (x * 2).backward()
        (x * x).backward()
    assert [2, 6] == [
        sum(float(label.strip("+ ")) for label, _ in told(each) if "=" not in label)
        for each in all_paths(rec)
    ]


def test_a_branch_that_nothing_comes_through_counts_as_well() -> None:
    words = told(of(run(lambda x: (x - 5).relu() + x), "x"))
    assert ["1", "+ 0", "= 1"] == [label for label, _ in words]


def test_nan_is_told_first() -> None:
    found = told(of(run(lambda x: x * 0.0 * math.inf + 3 * x), "x"))
    assert "nan" == found[0][0]


def test_before_a_failure_only_what_was_complete_is_told() -> None:
    x = av.tensor(3.0, requires_grad=True)
    try:
        with av.record(names={"x": x}) as rec:
            y = x * x
            y.backward()
            y.backward()
    except RuntimeError:
        pass
    assert 1 == len(all_paths(rec))
