"""Layers that take vectors: linear, embedding, layer norm, dropout.

Next: ``attention``.
"""

from __future__ import annotations

from collections.abc import Sequence

from autoviz.core.ops.linalg.addmm import addmm
from autoviz.core.ops.linalg.matmul import matmul
from autoviz.core.ops.nn import dropout as dropout_rows
from autoviz.core.ops.nn import embedding as embedding_rows
from autoviz.core.ops.nn import layer_norm as layer_norm_rows
from autoviz.core.tensor import Tensor

__all__ = ["dropout", "embedding", "layer_norm", "linear"]


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """``input @ weight.T + bias``; ``weight`` has a row for each result.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> x, w, b = av.tensor([[1.0, 2.0]]), av.tensor([[3.0, 4.0]]), av.tensor([100.0])
    >>> F.linear(x, w, b)
    tensor([[111.]])

    Raises:
        RuntimeError: the shapes do not fit.
    """
    if 0 in (input.ndim, weight.ndim):
        raise RuntimeError(
            "both arguments to linear need to be at least 1D, but they are "
            f"{input.ndim}D and {weight.ndim}D"
        )
    if bias is None:
        return matmul(input, weight.t())
    if input.ndim == 2:
        return addmm(bias, input, weight.t())
    if bias.ndim == 1 and input.ndim and input.is_contiguous():
        *lead, width = input.shape
        rows = addmm(bias, input.view(-1, width), weight.t())
        return rows.view(*lead, rows.shape[1])
    return matmul(input, weight.t()).add_(bias)


def dropout(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Some numbers set to 0, each with probability ``p``; the others enlarged.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.dropout(av.tensor([1.0, 2.0]), training=False)
    tensor([1., 2.])

    Raises:
        ValueError: ``p`` is no probability.
    """
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    run = dropout_rows.dropout_ if inplace else dropout_rows.dropout
    return run(input, p, training)


def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """The rows of ``weight`` that ``input`` names.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.embedding(av.tensor([1, 1]), av.tensor([[0.0, 1.0], [2.0, 3.0]]))
    tensor([[2., 3.],
            [2., 3.]])

    Raises:
        AssertionError: ``padding_idx`` is no row.
        NotImplementedError: ``max_norm`` or ``sparse``.
    """
    if max_norm is not None or sparse:
        raise NotImplementedError(
            "embedding with max_norm or sparse=True is not in autoviz's numpy core; "
            "record real PyTorch instead: av.record() sees that too"
        )
    if padding_idx is None:
        padding_idx = -1
    else:
        count = weight.shape[0]
        if not -count <= padding_idx < count:
            raise AssertionError("Padding_idx must be within num_embeddings")
        padding_idx %= count
    return embedding_rows.embedding(
        weight, input, padding_idx, scale_grad_by_freq, sparse
    )


def layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-05,
) -> Tensor:
    """Rows of shape ``normalized_shape`` with mean 0 and variance 1, then stretched.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.layer_norm(av.tensor([[-1.0, 1.0]]), (2,), eps=0)
    tensor([[-1.,  1.]])

    Raises:
        RuntimeError: the shapes do not fit.
    """
    return layer_norm_rows.layer_norm(input, normalized_shape, weight, bias, eps)
