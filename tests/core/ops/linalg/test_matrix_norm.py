"""Norms of matrices: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN, MATRICES
from tests.oracle import agree, ours, raised

INF = "float('inf')"
ORDERS = ("'fro'", "'nuc'", "1", "-1", "2", "-2", INF, f"-{INF}", "3", "'x'", "0")
OTHERS = ("", "None", "keepdim=True", "dim=0", "2, 0", "'fro', 0", "1, (0, 1, 1)")
OF_VECTORS = ("", "2", "1", "3", INF, "'fro'", "'nuc'", "2, 0, True")
NUCLEAR = (
    *("W, 'nuc'", "B, 'nuc', (0, 2)", "B, 'nuc', (2, 0), True", "W, 'nuc', 0"),
    *("B, 'nuc'", "v, 'nuc'", "W.float(), 'nuc', dtype=t.float64", "W.long(), 'nuc'"),
)


@pytest.mark.parametrize("ord", ORDERS)
@pytest.mark.parametrize(
    "arguments",
    ["W, {}", "W.T, {}, (1, 0)", "B, {}", "B, {}, (0, 2), True", "B, {}, dim=(2, 1)"],
)
def test_a_norm_of_matrices_agrees(arguments: str, ord: str) -> None:
    agree(GIVEN, f"L.matrix_norm({arguments.format(ord)})")


@pytest.mark.parametrize("ord", ["'fro'", "'nuc'", "1", "2"])
@pytest.mark.parametrize(
    "arguments",
    [
        *("v, {}", "W, {}, (0, 0)", "W, {}, (0, 5)", "W, {}, (0,)", "W.long(), {}"),
        *("W, {}, dtype=t.float32", "W.float(), {}, dtype=t.float64"),
        *("W[:0], {}", "W.half(), {}"),
    ],
)
def test_a_norm_of_something_odd_agrees(arguments: str, ord: str) -> None:
    given = f"{GIVEN}\nW = W.detach()"
    agree(given, f"L.matrix_norm({arguments.format(ord)}) + 0")


@pytest.mark.parametrize("arguments", ORDERS + OTHERS)
def test_a_norm_agrees(arguments: str) -> None:
    agree(GIVEN, f"L.norm(W, {arguments})")
    agree(GIVEN, f"L.norm(B, {arguments})")


@pytest.mark.parametrize("arguments", OF_VECTORS)
def test_a_norm_of_a_vector_agrees(arguments: str) -> None:
    agree(GIVEN, f"L.norm(v, {arguments})")


@pytest.mark.parametrize("given", MATRICES.values(), ids=MATRICES)
def test_a_norm_of_anything_agrees(given: str) -> None:
    agree(given, "t.linalg.norm(x)")


def test_a_norm_of_a_long_vector_agrees() -> None:
    agree(GIVEN, "L.vector_norm(W, 3)")


@pytest.mark.parametrize("arguments", NUCLEAR)
def test_a_nuclear_norm_agrees(arguments: str) -> None:
    agree(GIVEN, f"t.norm({arguments})")


@pytest.mark.parametrize("p", ["None", "2", "-2", "'nuc'", "3", "'x'"])
@pytest.mark.parametrize("matrix", ["A", "B", "v", "A[:0, :0].detach() + 1"])
def test_a_condition_agrees(matrix: str, p: str) -> None:
    agree(GIVEN, f"L.cond({matrix}, {p}) + 0")


def test_a_condition_of_a_matrix_that_is_not_square_agrees() -> None:
    agree(GIVEN, "L.cond(W)")
    agree(GIVEN, "L.cond(W, 'nuc')")


def test_a_condition_by_another_norm_says_that_it_is_not_here() -> None:
    told = raised(lambda t: t.linalg.cond(t.eye(2), 1), ours)
    assert told.startswith("NotImplementedError: linalg.cond(p=1) is not in autoviz's")
