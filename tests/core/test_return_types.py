"""Results with names: tuples that print and read as PyTorch's."""

from __future__ import annotations

import pytest

from autoviz.core import return_types
from tests.oracle import agree, agree_on_story

TWO = ("max", "min", "median", "nanmedian", "mode", "kthvalue", "sort", "topk")
NAMED = (
    *(*TWO, "cummax", "cummin", "aminmax", "slogdet", "linalg_slogdet"),
    *("linalg_eigh", "linalg_qr", "qr", "histogram"),
)
THREE = ("linalg_svd", "svd")


@pytest.mark.parametrize("name", NAMED)
def test_a_named_result_prints_as_pytorchs(name: str) -> None:
    agree("", f"t.return_types.{name}((1.5, [2]))")
    agree("", f"t.return_types.{name}.__match_args__")


@pytest.mark.parametrize("name", THREE)
def test_three_named_results_print_as_pytorchs(name: str) -> None:
    agree("", f"t.return_types.{name}((1.5, [2], None))")
    agree("", f"t.return_types.{name}((1, 2))")


def test_four_named_results_print_as_pytorchs() -> None:
    agree("", "t.return_types.linalg_lstsq((1.5, [2], None, 1))")


def test_every_kind_is_tried() -> None:
    assert {*NAMED, *THREE, "linalg_lstsq", "NamedResults"} == set(return_types.__all__)


@pytest.mark.parametrize("given", ["1", "(1, 2, 3)", "()"])
def test_another_number_of_parts_is_refused(given: str) -> None:
    agree("", f"t.return_types.max({given})")


def test_named_results_tell_the_same_story() -> None:
    agree_on_story("""
        import pickle
        r = t.return_types.max((1, 2))
        say(r.values, r.indices, r[0], r[-1], len(r), r == (1, 2), r[:1], r + (3,))
        say(isinstance(r, tuple), [*r], {**dict(zip("ab", r))}, hash(r) == hash((1, 2)))
        say(pickle.loads(pickle.dumps(r)), t.return_types.aminmax((1, 2)).max)
        values, indices = r
        match r:
            case t.return_types.max(values=v, indices=i):
                say(v, i, values, indices)
        say(t.tensor([[1.0, 3.0], [4.0, 2.0]], requires_grad=True).max(1))
        say(t.tensor([3, 1]).sort(), t.tensor([3, 1]).topk(1), t.tensor([1, 2]).min(0))
    """)
