"""What PyTorch has and the numpy core has not is drawn as far as it is known."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
import torch
from torch.autograd.function import once_differentiable

import autoviz as av


class Both(torch.autograd.Function):
    """A learner's own operation with two results."""

    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b, a + b

    @staticmethod
    @once_differentiable
    def backward(ctx, to_product, to_sum):
        a, b = ctx.saved_tensors
        return to_product * b + to_sum, to_product * a + to_sum


def two_results() -> None:
    a = torch.tensor(2.0, requires_grad=True)
    product, total = Both.apply(a, torch.tensor(3.0))
    (product * total).backward()


def unbound() -> None:
    w = torch.ones(3, 2, requires_grad=True)
    a, b, c = w.unbind()
    (a * b * c).sum().backward()


def without_numbers() -> None:
    z = torch.ones(2, 3, device="meta", requires_grad=True)
    (z * z).sum()


def complex_numbers() -> None:
    z = torch.ones(2, dtype=torch.complex64, requires_grad=True)
    (z * z).abs().sum().backward()


def cell_of_a_network() -> None:
    h, _ = torch.nn.LSTMCell(3, 4)(torch.ones(2, 3))
    h.sum().backward()


def gradient_of_a_gradient() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    (slope,) = torch.autograd.grad(x**3, x, create_graph=True)
    slope.backward()


@pytest.mark.parametrize(
    "program",
    [
        two_results,
        unbound,
        without_numbers,
        complex_numbers,
        cell_of_a_network,
        gradient_of_a_gradient,
    ],
)
def test_every_step_is_a_picture_and_the_player_plays(
    program: Callable[[], None],
) -> None:
    with av.record() as rec:
        program()
    assert {"text/html", "text/plain"} == set(rec._repr_mimebundle_())
    roots = {ElementTree.fromstring(picture.svg).tag for picture in rec}
    assert {"{http://www.w3.org/2000/svg}svg"} == roots
