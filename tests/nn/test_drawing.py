"""Networks are recorded and drawn; dropout can be repeated."""

from __future__ import annotations

import pytest
import torch

import autoviz as av
from autoviz.recording import Recording

F = av.nn.functional


def perceptron() -> None:
    W, b = av.ones(2, 3, requires_grad=True), av.zeros(2, requires_grad=True)
    h = F.gelu(F.linear(av.arange(6.0).reshape(2, 3), W, b))
    F.cross_entropy(h, av.tensor([0, 1])).backward()


def images() -> None:
    x = av.arange(32.0).reshape(1, 2, 4, 4)
    w, b = av.ones(3, 2, 3, 3, requires_grad=True), av.zeros(3, requires_grad=True)
    h = F.max_pool2d(F.relu(F.conv2d(x, w, b, padding=1)), 2)
    F.mse_loss(F.avg_pool2d(h, 2), av.zeros(1, 3, 1, 1)).backward()


def enlarged() -> None:
    x = av.arange(16.0).reshape(1, 1, 4, 4).requires_grad_()
    a = F.pad(x, (1, 1, 0, 0), mode="reflect")
    b = F.conv_transpose2d(a, av.ones(1, 1, 2, 2, requires_grad=True), stride=2)
    c = F.interpolate(b, (4, 4), mode="bilinear")
    d = F.fold(F.unfold(c, 2), (4, 4), 2)
    F.adaptive_max_pool2d(F.pixel_unshuffle(d, 2), 1).sum().backward()


def attention() -> None:
    x = av.arange(24.0).reshape(1, 2, 3, 4)
    scale = av.ones(4, requires_grad=True)
    n = F.layer_norm(x, (4,), scale)
    mixed = F.scaled_dot_product_attention(n, n, n, is_causal=True)
    mixed.sum().backward()


SAID = {
    perceptron: (
        "put at each target, 0 elsewhere",
        "G − exp(log_softmax(h, 1))·sum(G)",
    ),
    images: ("conv(x, G)", "the largest of each window", "spread evenly"),
    enlarged: (
        "with what reached the frame added where it was taken from",
        "conv(G, a)",
        "interpolate_backward(G), shape (1, 1, 8, 12)",
        "each window put back in its place, and added up",
        "cut into windows again",
        "the largest of each window",
    ),
    attention: ("G ⊙ normalized(x)", "shares(n, n)ᵀ @ G"),
}


@pytest.mark.parametrize("network", SAID, ids=lambda each: each.__name__)
def test_a_network_is_told_and_drawn(network: object) -> None:
    with av.record() as rec:
        network()  # type: ignore[operator]
    assert isinstance(rec, Recording)
    told = " ".join(str(rec).split())
    assert [] == [each for each in SAID[network] if each not in told]
    assert "<svg" in rec[-1].svg


def test_a_transposed_convolution_of_pytorchs_has_its_own_rules() -> None:
    """Its node has the name of any convolution's."""
    with av.record() as rec:
        x, w, b = (torch.ones(each, requires_grad=True) for each in SIZES)
        y = torch.nn.functional.conv_transpose2d(x, w, b)
        torch.conv2d(y, w).sum().backward()
    told = " ".join(str(rec).split())
    assert "conv_transpose(G, w), shape (1, 1, 5, 5), goes to y" in told
    assert "conv(G, w), shape (1, 1, 4, 4), goes to x" in told
    assert "conv(G, x), shape (1, 1, 2, 2), goes to w" in told
    assert "summed to shape (1,), goes to b" in told


SIZES = ((1, 1, 4, 4), (1, 1, 2, 2), (1,))


def test_a_seed_makes_dropout_drop_the_same_again() -> None:
    x = av.ones(1000)
    drawn = []
    for _ in range(2):
        av.manual_seed(3)
        drawn.append(F.dropout(x, 0.25).tolist())
    assert drawn[0] == drawn[1]
    assert {0.0, 1.33333} == {round(each, 5) for each in drawn[0]}
    assert 650 < sum(each > 0 for each in drawn[0]) < 850
