"""Hints: what to try stands below PyTorch's sentence, never in it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

import autoviz as av
from autoviz import core
from autoviz.advice import ADVICE
from tests.oracle import ours, raised

MISTAKES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "freed": (lambda t: twice(leaf(t).exp().sum()), ""),
    "integers": (lambda t: t.tensor([1, 2], requires_grad=True), ""),
    "leaf": (lambda t: leaf(t).add_(1), "the tensor is a leaf"),
    "matrices": (lambda t: t.ones(2, 3) @ t.ones(2, 3), ""),
    "no graph": (lambda t: t.ones(()).backward(), "the tensor was computed from"),
    "overwritten": (lambda t: overwritten(leaf(t).exp()), "the tensor was kept"),
    "shapes": (lambda t: t.ones(2, 3) + t.ones(2), ""),
    "truth": (lambda t: bool(t.ones(2)), ""),
    "vector": (lambda t: leaf(t).backward(), "as in tensor.sum()"),
    "view of a leaf": (lambda t: leaf(t)[0].add_(1), "the tensor is a leaf"),
}


def leaf(t: Any) -> Any:
    return t.ones(2, requires_grad=True)


def twice(root: Any) -> None:
    root.backward()
    root.backward()


def overwritten(tensor: Any) -> None:
    tensor.add_(1)
    tensor.sum().backward()


def kept_and_written(leaf: Any) -> None:
    product = leaf * leaf
    with ours.no_grad():
        leaf.add_(1)
    product.sum().backward()


def notes(program: Callable[[], Any]) -> list[str]:
    """What stands below the message of the error that the program ends with."""
    try:
        program()
    except Exception as error:
        return list(getattr(error, "__notes__", ()))
    return ["no error"]


def topics(text: str) -> Iterator[str]:
    """The topics that a module of the core gives hints on."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(ast.Name("hinted"), [_, ast.Constant(str(topic)), *_]):
                yield topic


def test_every_hint_has_a_mistake() -> None:
    files = Path(core.__file__).parent.rglob("*.py")
    found = {topic for each in files for topic in topics(each.read_text("utf-8"))}
    assert found == set(MISTAKES)


@pytest.mark.parametrize("topic", MISTAKES)
def test_a_hint_stands_below_pytorchs_sentence(topic: str) -> None:
    program, about = MISTAKES[topic]
    assert raised(program, torch) == raised(program, ours)
    (note,) = notes(lambda: program(ours))
    advice = ADVICE[topic]
    words = f"hint: {advice.why}. To try: {'; or '.join(advice.tries)}."
    assert " ".join(note.split()) == words.format(name="the tensor", code="tensor")
    assert about in note.replace("\n", " ")
    assert max(map(len, note.splitlines())) <= 80


@pytest.mark.parametrize(
    ("program", "beginning"),
    [
        (lambda w: w.add_(1), "hint: w is a leaf"),
        (lambda w: w[0].mul_(2), "hint: w is a leaf"),
        (lambda w: w.backward(), "hint: backward() starts at one number, and w is not"),
        (lambda w: w.detach().named("d").retain_grad(), "hint: d was computed from"),
        (lambda w: kept_and_written(w), "hint: w was kept"),
    ],
)
def test_a_hint_uses_the_learners_name(
    program: Callable[[Any], Any], beginning: str
) -> None:
    (note,) = notes(lambda: program(leaf(ours).named("w")))
    assert note.startswith(beginning)


@pytest.mark.parametrize(
    ("program", "text"),
    [
        (lambda: av.stft, "module 'autoviz' has no attribute 'stft'"),
        (lambda: av.fft.rfft, "module 'autoviz' has no attribute 'fft'"),
        (
            lambda: av.linalg.eig,
            "module 'autoviz.linalg' has no attribute 'eig'",
        ),
        (lambda: av.ones(2).stft(4), "'Tensor' object has no attribute 'stft'"),
        (
            lambda: av.nn.functional.grid_sample,
            "module 'autoviz.nn.functional' has no attribute 'grid_sample'",
        ),
        (
            lambda: av.nn.CTCLoss,
            "module 'autoviz.nn' has no attribute 'CTCLoss'",
        ),
        (
            lambda: av.autograd.forward_ad,
            "module 'autoviz.autograd' has no attribute 'forward_ad'",
        ),
    ],
)
def test_what_the_core_lacks_points_to_real_pytorch(
    program: Callable[[], Any], text: str
) -> None:
    with pytest.raises(AttributeError) as caught:
        program()
    assert str(caught.value) == text
    (note,) = caught.value.__notes__
    name = text.split("'")[-2]
    assert note.startswith(f"hint: {name} is not in autoviz's numpy core.")
    assert "import torch" in note


@pytest.mark.parametrize("name", ["__array_struct__", "_repr_html_"])
def test_names_that_python_asks_for_get_no_hint(name: str) -> None:
    assert notes(lambda: getattr(av.ones(2), name)) == []


@pytest.mark.parametrize(
    ("program", "name"),
    [
        (lambda out: av.add(out, out, out=out), "add"),
        (lambda out: av.exp(out, out=out), "exp"),
        (lambda out: av.divide(out, out, out=out), "div"),
        (lambda out: av.matmul(out, out, out=out), "matmul"),
        (lambda out: av.cat([out, out], out=out), "cat"),
        (lambda out: av.zeros(2, out=out), "zeros"),
        (lambda out: av.randn(2, out=out), "randn"),
    ],
)
def test_out_is_refused_by_name(program: Callable[[Any], Any], name: str) -> None:
    with pytest.raises(NotImplementedError) as caught:
        program(av.ones(2, 2))
    assert str(caught.value) == (
        f"{name}(out=...) is not in autoviz's numpy core; record real PyTorch"
    )


def test_out_that_is_none_is_none() -> None:
    assert av.add(av.ones(2), 1, out=None).tolist() == [2.0, 2.0]
