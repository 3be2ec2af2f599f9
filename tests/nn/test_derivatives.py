"""First and second derivatives in float64, and what the nodes show as saved."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from tests.oracle import graph_text, numbers, ours, run

SETUP = """
F = t.nn.functional
def leaf(*size, step=0.7):
    count = int(np.prod(size))
    array = np.sin(np.arange(count) * step + 0.3).reshape(size)
    return t.tensor(array, requires_grad=True)
x, w, b = leaf(2, 3), leaf(4, 3, step=1.1), leaf(4)
rows, r = leaf(2, 2, 3, step=1.3), leaf(3, step=2)
images, filters, f = leaf(2, 4, 5, 5, step=1.7), leaf(2, 4, 3, 2), leaf(2)
split = leaf(4, 2, 2, 2, step=0.9)
signals, volumes = leaf(2, 3, 7, step=1.9), leaf(1, 2, 3, 4, 3, step=1.3)
short, small = leaf(2, 3, 2, step=2.1), leaf(2, 2, 2, 2, 1, step=0.8)
q, k, v = leaf(1, 2, 3, 4), leaf(1, 2, 3, 4, step=1.9), leaf(1, 2, 3, 4, step=2.3)
classes, odds = t.tensor([2, 0]), t.tensor(np.abs(np.sin(np.arange(6.0))).reshape(2, 3))
heavy = t.tensor(np.array([1.0, 2.0, 0.5]))
words = t.tensor([[1, 2], [2, 0]])
p = t.tensor(np.abs(np.sin(np.arange(6.0) + 0.5)).reshape(2, 3), requires_grad=True)
g, h = leaf(4), leaf(4, step=3)
means, spreads = t.tensor([0.5] * 4).double(), t.ones(4).double()
"""

EXPRESSIONS = {
    "F.linear(x, w, b)": "x w b",
    "F.linear(rows, w)": "rows w",
    "F.linear(x[0], w, b)": "x w b",
    "F.relu(x)": "x",
    "F.leaky_relu(x, 0.2)": "x",
    "F.gelu(x)": "x",
    "F.gelu(x, approximate='tanh')": "x",
    "F.silu(x)": "x",
    "F.logsigmoid(x)": "x",
    "F.softplus(x, 2, 1)": "x",
    "F.elu(x, 0.5)": "x",
    "F.elu(x * 1, 0.5, inplace=True)": "x",
    "F.selu(x)": "x",
    "F.celu(x, 0.5)": "x",
    "F.celu(x * 1, 0.5, inplace=True)": "x",
    "F.mish(x)": "x",
    "F.glu(w, 0)": "w",
    "F.hardtanh(x, -0.5, 0.5)": "x",
    "F.relu6(x * 9)": "x",
    "F.hardswish(x)": "x",
    "F.hardshrink(x)": "x",
    "F.softshrink(x)": "x",
    "F.threshold(x, 0.1, 20)": "x",
    "F.threshold(x * 1, 0.1, 20, inplace=True)": "x",
    "F.rrelu(x)": "x",
    "F.rrelu(x * 1, inplace=True)": "x",
    "F.prelu(x, r)": "x r",
    "F.softsign(x)": "x",
    "F.tanhshrink(x)": "x",
    "F.softmin(x, 1)": "x",
    "F.softmax(x, 1)": "x",
    "F.log_softmax(x, 0)": "x",
    "F.embedding(words, w)": "w",
    "F.embedding(words, w, padding_idx=2)": "w",
    "F.layer_norm(rows, (3,), r, r * 2)": "rows r",
    "F.layer_norm(rows, (2, 3))": "rows",
    "F.layer_norm(x, (3,), r)": "x r",
    "F.rms_norm(rows, (3,), r)": "rows r",
    "F.normalize(x)": "x",
    "F.batch_norm(images, None, None, g, h, True)": "images g h",
    "F.batch_norm(images, means, spreads, g, h)": "images g h",
    "F.batch_norm(x, None, None, training=True)": "x",
    "F.group_norm(images, 2, g, h)": "images g h",
    "F.instance_norm(images, None, None, g, h)": "images g h",
    "F.conv2d(images, filters, f)": "images filters f",
    "F.conv2d(images, filters, f, (2, 1), (1, 0), (1, 2))": "images filters f",
    "F.conv2d(images, split, None, 2, 1, 1, 2)": "images split",
    "F.conv2d(images, filters, padding='same')": "images filters",
    "F.conv1d(signals, short, f, 2, 1, 2)": "signals short f",
    "F.conv3d(volumes, small, f, 1, (1, 0, 1))": "volumes small f",
    "F.conv_transpose1d(signals, short.transpose(0, 1), f, 2)": "signals short f",
    "F.conv_transpose2d(images, split, None, 2, 1, 1, 2)": "images split",
    "F.conv_transpose2d(images, split, None, 1, (2, 0), dilation=(1, 2))": "images",
    "F.conv_transpose3d(volumes, small, f, (1, 2, 1))": "volumes small f",
    "F.unfold(images, (2, 3), 1, 1, 2)": "images",
    "F.fold(F.unfold(images, 3) ** 2, (5, 5), 3)": "images",
    "F.max_pool1d(signals, 3, 2, 1)": "signals",
    "F.avg_pool1d(signals, 3, 2, 1)": "signals",
    "F.adaptive_avg_pool1d(signals, 3)": "signals",
    "F.adaptive_avg_pool2d(images, (3, 7))": "images",
    "F.adaptive_max_pool1d(signals, 3)": "signals",
    "F.adaptive_max_pool2d(images, (2, 3))": "images",
    "F.interpolate(signals, 5)": "signals",
    "F.interpolate(signals, scale_factor=1.7, mode='linear')": "signals",
    "F.interpolate(images, (3, 8), mode='bilinear', align_corners=True)": "images",
    "F.interpolate(images, (3, 8), mode='bicubic')": "images",
    "F.interpolate(images, scale_factor=1.3, mode='nearest-exact')": "images",
    "F.interpolate(volumes, 2, mode='trilinear')": "volumes",
    "F.pixel_shuffle(images, 2)": "images",
    "F.pixel_unshuffle(images[:, :, :4, :4], 2)": "images",
    "F.channel_shuffle(images, 2)": "images",
    "F.pad(images, (1, 2, -1, 0), value=2)": "images",
    "F.pad(signals, (3, 1), 'reflect')": "signals",
    "F.pad(images, (3, 1, 0, 2), 'reflect')": "images",
    "F.pad(volumes, (1, 1, 0, 2, 1, -1), 'replicate')": "volumes",
    "F.pad(images, (3, 1, 0, 2), 'circular')": "images",
    "F.max_pool2d(images, 2)": "images",
    "F.max_pool2d(images, 3, 2, 1)": "images",
    "F.avg_pool2d(images, 2)": "images",
    "F.avg_pool2d(images, 3, 2, 1, True, False)": "images",
    "F.mse_loss(x, odds)": "x",
    "F.mse_loss(x, odds * r, reduction='sum')": "x r",
    "F.l1_loss(x, odds)": "x",
    "F.smooth_l1_loss(x, odds * r, beta=0.5)": "x r",
    "F.smooth_l1_loss(x, odds, reduction='none')": "x",
    "F.huber_loss(x, odds * r, delta=0.5)": "x r",
    "F.huber_loss(x, odds, 'sum')": "x",
    "F.binary_cross_entropy(p, odds)": "p",
    "F.binary_cross_entropy(p, odds, heavy, reduction='sum')": "p",
    "F.kl_div(x, p, reduction='batchmean')": "x p",
    "F.kl_div(x, odds * r, reduction='sum', log_target=True)": "x r",
    "F.soft_margin_loss(x, odds - 0.5)": "x",
    "F.hinge_embedding_loss(x, odds.round() * 2 - 1)": "x",
    "F.cosine_embedding_loss(x, odds * r, classes - 1)": "x r",
    "F.triplet_margin_loss(x, odds, odds * r)": "x r",
    "F.multilabel_soft_margin_loss(x, p)": "x p",
    "F.gaussian_nll_loss(x, odds, p)": "x p",
    "F.poisson_nll_loss(x, p)": "x p",
    "F.cosine_similarity(x, odds * r)": "x r",
    "F.pairwise_distance(x, odds * r)": "x r",
    "F.bilinear(x, odds * r, q[0][..., :3])": "x r q",
    "F.cross_entropy(x, classes)": "x",
    "F.cross_entropy(x, classes, heavy, label_smoothing=0.1)": "x",
    "F.cross_entropy(x, odds * r)": "x r",
    "F.nll_loss(x, classes, heavy, reduction='none')": "x",
    "F.binary_cross_entropy_with_logits(x, odds)": "x",
    "F.binary_cross_entropy_with_logits(x, odds * r, heavy, pos_weight=heavy)": "x r",
    "F.scaled_dot_product_attention(q, k, v)": "q k v",
    "F.scaled_dot_product_attention(q, k, v, is_causal=True)": "q k v",
    "F.scaled_dot_product_attention(q[0], k[0], v[0], scale=2.0)": "q k v",
}


def derivatives(expression: str, names: str, t: Any) -> list[Any]:
    """The result, its gradients, and the gradients of those."""
    space = run(SETUP, t, np=np)
    leaves = [space[name] for name in names.split()]
    result = eval(expression, space)
    first = t.autograd.grad(result.sin().sum(), leaves, create_graph=True)
    total = sum((each * each.detach().cos()).sum() for each in first)
    if "[0]" not in expression and expression.startswith("F.scaled"):
        return [numbers(each) for each in (result, *first)]  # PyTorch has no more
    options = {"allow_unused": True, "materialize_grads": True}
    second = t.autograd.grad(total, leaves, **options)
    return [numbers(each) for each in (result, *first, *second)]


EVEN = pytest.mark.filterwarnings("ignore:Using padding='same' with even")


@EVEN
@pytest.mark.parametrize(("expression", "names"), EXPRESSIONS.items())
def test_two_orders_of_derivatives_agree(expression: str, names: str) -> None:
    expected = derivatives(expression, names, torch)
    actual = derivatives(expression, names, ours)
    for wanted, got in zip(expected, actual, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-10, atol=1e-10)


def test_attention_in_one_node_has_a_second_derivative_here() -> None:
    fused = "F.scaled_dot_product_attention(q, k, v)"
    apart = "t.softmax(q @ k.mT / 2, -1) @ v"

    def second(expression: str) -> list[Any]:
        space = run(SETUP, ours, np=np)
        leaves = [space[name] for name in "qkv"]
        loss = eval(expression, space).sin().sum()
        first = ours.autograd.grad(loss, leaves, create_graph=True)
        total = sum((each * each).sum() for each in first)
        return [numbers(each) for each in ours.autograd.grad(total, leaves)]

    for wanted, got in zip(second(apart), second(fused), strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-10)


UNSIGNED = {"dim", "ignore_index", "padding_idx"}
RESIZED = (
    *("Nearest1D", "NearestExact2D", "Linear1D", "Bilinear2D", "Bicubic2D"),
    "Trilinear3D",
)
SCALES = {"self_sym_sizes", "scales", "scales_d", "scales_h", "scales_w"}
NOT_KEPT = {
    "LogSigmoidBackward0": {"buffer"},
    "RreluWithNoiseBackward0": {"noise"},
    "RreluWithNoiseBackward1": {"noise"},
    "ConvolutionBackward0": {"bias_sym_sizes_opt"},
    "Im2ColBackward0": {"self_sym_argsize_minus_1", "self_sym_argsize_minus_2"},
    **{f"Upsample{each}Backward0": SCALES for each in RESIZED},
    "EmbeddingBackward0": {"weight_sym_argsize_0"},
}
"""What PyTorch keeps for itself, and a node here has no use for."""


def saved(expression: str, t: Any, names: list[str]) -> dict[str, Any]:
    """What the last node shows, as text; of numbers close to each other, the first."""
    node = eval(expression, run(SETUP, t, np=np)).grad_fn
    found = {}
    for name in names:
        kept = getattr(node, f"_saved_{name}")
        if hasattr(kept, "shape"):
            kept = (tuple(kept.shape), str(kept.dtype), np.round(numbers(kept), 6))
        elif name in UNSIGNED and kept >= 2**63:
            kept -= 2**64
        elif name in ("pad", "padding"):
            kept = tuple(each - 2**64 if each >= 2**63 else each for each in kept)
        found[name] = repr(kept)
    return found


COMPOSED = (
    *("F.linear", "F.l1", "F.tanhs", "F.instance", "F.rms_norm", "F.normalize"),
    *("F.scaled_dot_product_attention(q[", "F.cross_entropy(x, odds", "F.kl_div"),
    *("F.hinge", "F.cosine", "F.triplet", "F.multilabel", "F.gaussian", "F.poisson"),
    *("F.max_pool1d", "F.avg_pool1d", "F.adaptive_avg_pool1d", "F.adaptive_max_pool1d"),
    "F.pad(images, (3, 1, 0, 2), 'circular')",
    *("F.pairwise", "F.bilinear", "F.softsign", "F.cross_entropy(x, classes, heavy, "),
)
"""Whose last node is that of another operation."""


@EVEN
@pytest.mark.parametrize(
    "expression", [each for each in EXPRESSIONS if not each.startswith(COMPOSED)]
)
def test_a_node_shows_what_pytorchs_shows(expression: str) -> None:
    node = eval(expression, run(SETUP, torch, np=np)).grad_fn
    skipped = NOT_KEPT.get(node.name(), set())
    names = [n.removeprefix("_saved_") for n in dir(node) if n.startswith("_saved_")]
    names = [each for each in names if each not in skipped]
    assert names
    assert saved(expression, torch, names) == saved(expression, ours, names)


OTHERWISE = (
    *("F.layer_norm", "F.conv", "F.scaled_dot", "F.prelu", "F.linear"),
    *("F.batch_norm", "F.instance_norm", "F.group_norm"),
)
"""Whose gradients are put together from other nodes here."""


def graphs_of_gradients(expression: str, names: str, t: Any) -> list[str | None]:
    """What is behind the gradients, for a seed that wants one too."""
    space = run(SETUP, t, np=np)
    result = eval(expression, space)
    seed = t.tensor(numbers(result), requires_grad=True)
    leaves = [space[name] for name in names.split()]
    found = t.autograd.grad(result, leaves, seed, create_graph=True)
    return [graph_text(each) for each in found]


@EVEN
@pytest.mark.parametrize(
    ("expression", "names"),
    [each for each in EXPRESSIONS.items() if not each[0].startswith(OTHERWISE)],
)
def test_the_graph_of_a_gradient_is_pytorchs(expression: str, names: str) -> None:
    expected = graphs_of_gradients(expression, names, torch)
    assert expected == graphs_of_gradients(expression, names, ours)
