"""Three networks, each written twice: for any library, and by hand in numpy.

The first kind takes the library (``torch`` or ``autoviz``) and returns a loss, so that
both run the same program. The second computes the loss and every gradient directly,
with no graph: the least that has to be done. Sizes are those of ``models``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array
from autoviz.core.erf import normal_cdf, normal_pdf

__all__ = ["NETWORKS", "Network", "block", "cnn", "perceptron"]

Network = tuple[Callable[..., Any], Callable[..., Any], list[Array], list[Array]]
"""For any library, by hand, the parameters, and what it is given."""

_random = np.random.default_rng(0)


def _numbers(*size: int, scale: float = 1.0) -> Array:
    return (_random.standard_normal(size) * scale).astype(np.float32)


def _weight(rows: int, *columns: int) -> Array:
    return _numbers(rows, *columns, scale=float(np.prod(columns)) ** -0.5)


# cross-entropy, by hand


def _cross_entropy(scores: Array, labels: Array) -> tuple[Any, Array]:
    """The loss, and its gradient."""
    count = np.arange(len(labels))
    shifted = scores - scores.max(1, keepdims=True)
    powers = np.exp(shifted)
    total = powers.sum(1, keepdims=True)
    loss = (np.log(total[:, 0]) - shifted[count, labels]).mean()
    g = powers / total
    g[count, labels] -= 1
    g /= len(labels)
    return loss, g


# a perceptron: 64-128-128-10, batch 32


def perceptron(lib: Any, parameters: Sequence[Any], given: Sequence[Any]) -> Any:
    F = lib.nn.functional
    w1, b1, w2, b2, w3, b3 = parameters
    x, labels = given
    x = F.relu(F.linear(x, w1, b1))
    x = F.relu(F.linear(x, w2, b2))
    return F.cross_entropy(F.linear(x, w3, b3), labels)


def _perceptron_by_hand(parameters: Sequence[Array], given: Sequence[Array]) -> Any:
    w1, b1, w2, b2, w3, b3 = parameters
    x, labels = given
    h1 = x @ w1.T
    h1 += b1
    np.maximum(h1, 0, out=h1)
    h2 = h1 @ w2.T
    h2 += b2
    np.maximum(h2, 0, out=h2)
    loss, g = _cross_entropy(h2 @ w3.T + b3, labels)
    g2 = g @ w3
    g2 *= h2 > 0
    g1 = g2 @ w2
    g1 *= h1 > 0
    gradients = g1.T @ x, g1.sum(0), g2.T @ h1, g2.sum(0), g.T @ h2, g.sum(0)
    return loss, gradients


def _perceptron() -> Network:
    sizes = ((128, 64), (128, 128), (10, 128))
    parameters = [each for m, n in sizes for each in (_weight(m, n), _numbers(m))]
    given = [_numbers(32, 64), _random.integers(0, 10, 32)]
    return perceptron, _perceptron_by_hand, parameters, given


# a network for images: 2 × (convolution, relu, pool), linear, 16 × 1 × 28 × 28


def cnn(lib: Any, parameters: Sequence[Any], given: Sequence[Any]) -> Any:
    F = lib.nn.functional
    w1, b1, w2, b2, w3, b3 = parameters
    x, labels = given
    x = F.max_pool2d(F.relu(F.conv2d(x, w1, b1, padding=1)), 2)
    x = F.max_pool2d(F.relu(F.conv2d(x, w2, b2, padding=1)), 2)
    return F.cross_entropy(F.linear(x.flatten(1), w3, b3), labels)


def _columns(x: Array) -> Array:
    count, channels, height, width = x.shape
    framed = np.zeros((count, channels, height + 2, width + 2), x.dtype)
    framed[:, :, 1:-1, 1:-1] = x
    seen = np.lib.stride_tricks.sliding_window_view(framed, (3, 3), (2, 3))
    laid_out = seen.transpose(0, 1, 4, 5, 2, 3)
    return laid_out.reshape(count, channels * 9, height * width)


def _conv(x: Array, w: Array, b: Array) -> tuple[Array, Array]:
    cut = _columns(x)
    made = w.reshape(len(w), -1) @ cut
    made += b[:, None]
    return made.reshape(len(x), len(w), *x.shape[2:]), cut


def _conv_back(g: Array, x: Array, w: Array, cut: Array) -> tuple[Array, Array, Array]:
    flat = g.reshape(len(g), len(w), -1)
    to_w = (flat @ cut.transpose(0, 2, 1)).sum(0).reshape(w.shape)
    shares = (w.reshape(len(w), -1).T @ flat).reshape(*x.shape[:2], 3, 3, *x.shape[2:])
    height, width = x.shape[2:]
    framed = np.zeros((*x.shape[:2], height + 2, width + 2), x.dtype)
    for i in range(3):
        for j in range(3):
            framed[:, :, i : i + height, j : j + width] += shares[:, :, i, j]
    return framed[:, :, 1:-1, 1:-1], to_w, g.sum((0, 2, 3))


def _corners(x: Array) -> list[Array]:
    return [x[:, :, i::2, j::2] for i in (0, 1) for j in (0, 1)]


def _pool(x: Array) -> tuple[Array, Array]:
    """The largest of each four, and which one it is."""
    a, b, c, d = _corners(x)
    upper, lower = np.maximum(a, b), np.maximum(c, d)
    is_low = lower > upper
    place = np.where(is_low, d > c, b > a) + is_low.view(np.int8) * np.int8(2)
    return np.maximum(upper, lower), place


def _pool_back(g: Array, place: Array) -> Array:
    count, channels, height, width = g.shape
    whole = np.empty((count, channels, 2 * height, 2 * width), g.dtype)
    for number, corner in enumerate(_corners(whole)):
        np.multiply(g, place == number, out=corner)
    return whole


def _cnn_by_hand(parameters: Sequence[Array], given: Sequence[Array]) -> Any:
    w1, b1, w2, b2, w3, b3 = parameters
    x, labels = given
    y1, cut1 = _conv(x, w1, b1)
    np.maximum(y1, 0, out=y1)
    p1, place1 = _pool(y1)
    y2, cut2 = _conv(p1, w2, b2)
    np.maximum(y2, 0, out=y2)
    p2, place2 = _pool(y2)
    flat = p2.reshape(len(x), -1)
    loss, g = _cross_entropy(flat @ w3.T + b3, labels)
    g2 = _pool_back((g @ w3).reshape(p2.shape), place2)
    g2 *= y2 > 0
    to_p1, to_w2, to_b2 = _conv_back(g2, p1, w2, cut2)
    g1 = _pool_back(to_p1, place1)
    g1 *= y1 > 0
    rows = g1.reshape(len(x), len(w1), -1)
    to_w1 = (rows @ cut1.transpose(0, 2, 1)).sum(0).reshape(w1.shape)
    to_b1 = g1.sum((0, 2, 3))
    return loss, (to_w1, to_b1, to_w2, to_b2, g.T @ flat, g.sum(0))


def _cnn() -> Network:
    parameters = [
        *(_weight(8, 1, 3, 3), _numbers(8)),
        *(_weight(16, 8, 3, 3), _numbers(16)),
        *(_weight(10, 16 * 7 * 7), _numbers(10)),
    ]
    given = [_numbers(16, 1, 28, 28), _random.integers(0, 10, 16)]
    return cnn, _cnn_by_hand, parameters, given


# a block of a transformer: batch 8, 64 positions, 128 channels, 4 heads

_HEADS = 4


def block(lib: Any, parameters: Sequence[Any], given: Sequence[Any]) -> Any:
    F = lib.nn.functional
    n1, m1, wq, bq, wo, bo, n2, m2, wu, bu, wd, bd = parameters
    (x,) = given
    size, channels = x.shape, x.shape[-1]
    split = (*size[:2], _HEADS, channels // _HEADS)
    qkv = F.linear(F.layer_norm(x, (channels,), n1, m1), wq, bq)
    q, k, v = (each.view(split).transpose(1, 2) for each in qkv.chunk(3, -1))
    scores = q @ k.transpose(-2, -1) / split[-1] ** 0.5
    mixed = F.softmax(scores, -1) @ v
    x = x + F.linear(mixed.transpose(1, 2).reshape(size), wo, bo)
    wide = F.gelu(F.linear(F.layer_norm(x, (channels,), n2, m2), wu, bu))
    x = x + F.linear(wide, wd, bd)
    return (x * x).mean()


def _norm(x: Array, weight: Array, bias: Array) -> tuple[Array, Array, Array]:
    row = x - x.mean(-1, keepdims=True)
    rstd = 1 / np.sqrt((row * row).mean(-1, keepdims=True) + np.float32(1e-5))
    row *= rstd
    return row * weight + bias, row, rstd


def _norm_back(
    g: Array, row: Array, rstd: Array, weight: Array
) -> tuple[Array, Array, Array]:
    to_weight, to_bias = (g * row).sum(0), g.sum(0)
    g = g * weight
    g -= g.mean(-1, keepdims=True) + row * (g * row).mean(-1, keepdims=True)
    g *= rstd
    return g, to_weight, to_bias


def _block_by_hand(parameters: Sequence[Array], given: Sequence[Array]) -> Any:
    n1, m1, wq, bq, wo, bo, n2, m2, wu, bu, wd, bd = parameters
    (given_x,) = given
    batch, length, channels = given_x.shape
    deep = channels // _HEADS
    x = given_x.reshape(-1, channels)
    a1, row1, rstd1 = _norm(x, n1, m1)
    qkv = a1 @ wq.T
    qkv += bq
    heads = qkv.reshape(batch, length, 3, _HEADS, deep).transpose(2, 0, 3, 1, 4)
    q, k, v = np.ascontiguousarray(heads)
    scale = np.float32(deep**-0.5)
    shares = q @ k.mT
    shares *= scale
    shares -= shares.max(-1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(-1, keepdims=True)
    mixed = (shares @ v).transpose(0, 2, 1, 3).reshape(-1, channels)
    x1 = mixed @ wo.T
    x1 += bo
    x1 += x
    a2, row2, rstd2 = _norm(x1, n2, m2)
    wide = a2 @ wu.T
    wide += bu
    below = normal_cdf(wide)
    bent = wide * below
    x2 = bent @ wd.T
    x2 += bd
    x2 += x1
    loss = np.dot(x2.ravel(), x2.ravel()) / x2.size
    g = x2 * np.float32(2 / x2.size)
    to_wd, to_bd = g.T @ bent, g.sum(0)
    g_wide = g @ wd
    g_wide *= below + wide * normal_pdf(wide)
    to_wu, to_bu = g_wide.T @ a2, g_wide.sum(0)
    g_x1, to_n2, to_m2 = _norm_back(g_wide @ wu, row2, rstd2, n2)
    g_x1 += g
    to_wo, to_bo = g_x1.T @ mixed, g_x1.sum(0)
    g_mixed = (g_x1 @ wo).reshape(batch, length, _HEADS, deep).transpose(0, 2, 1, 3)
    g_shares = g_mixed @ v.mT
    g_shares -= (g_shares * shares).sum(-1, keepdims=True)
    g_shares *= shares
    g_shares *= scale
    to_qkv = np.stack((g_shares @ k, g_shares.mT @ q, shares.mT @ g_mixed))
    g_qkv = to_qkv.transpose(1, 3, 0, 2, 4).reshape(-1, 3 * channels)
    to_wq, to_bq = g_qkv.T @ a1, g_qkv.sum(0)
    _, to_n1, to_m1 = _norm_back(g_qkv @ wq, row1, rstd1, n1)
    gradients = to_n1, to_m1, to_wq, to_bq, to_wo, to_bo
    return loss, (*gradients, to_n2, to_m2, to_wu, to_bu, to_wd, to_bd)


def _block() -> Network:
    c = 128
    parameters = [
        *(1 + _numbers(c, scale=0.1), _numbers(c, scale=0.1)),
        *(_weight(3 * c, c), _numbers(3 * c, scale=0.1)),
        *(_weight(c, c), _numbers(c, scale=0.1)),
        *(1 + _numbers(c, scale=0.1), _numbers(c, scale=0.1)),
        *(_weight(4 * c, c), _numbers(4 * c, scale=0.1)),
        *(_weight(c, 4 * c), _numbers(c, scale=0.1)),
    ]
    return block, _block_by_hand, parameters, [_numbers(8, 64, c)]


NETWORKS: dict[str, Callable[[], Network]] = {
    "MLP 64-128-128-10, batch 32": _perceptron,
    "CNN 2×(conv-relu-pool)+linear, 16×1×28×28": _cnn,
    "transformer block B8 T64 C128 H4": _block,
}
