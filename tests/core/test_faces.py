"""Names: each function is the method and the operator it is said to be."""

from __future__ import annotations

import pytest

from autoviz.core import FAMILIES
from autoviz.core.faces import Face
from autoviz.core.tensor import Tensor
from tests.oracle import ours


def faces() -> list[Face]:
    """The faces of every family."""
    return [face for each in FAMILIES for face in each.FACES]


FACES = faces()


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.function.__name__)
def test_a_face_is_hung_up(face: Face) -> None:
    names = [*face.methods, *([face.property] if face.property else [])]
    if face.operator:
        names.append(f"__{face.operator}__")
    if face.reflected:
        names.append(f"__r{face.operator}__")
    if face.in_place:
        names.append(f"{face.methods[0]}_")
    if face.in_place and face.operator:
        names.append(f"__i{face.operator}__")
    assert names
    assert [] == [name for name in names if not hasattr(Tensor, name)]


def test_no_name_is_given_twice() -> None:
    names = [name for face in FACES for name in face.methods]
    assert sorted(set(names)) == sorted(names)


def test_an_operator_leaves_strangers_to_the_other_side() -> None:
    class Stranger:
        def __radd__(self, other: object) -> str:
            return "mine"

    assert ours.ones(2) + Stranger() == "mine"
    assert ours.ones(2).__matmul__(2) is NotImplemented
