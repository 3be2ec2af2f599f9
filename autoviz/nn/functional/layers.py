"""Layers that take vectors, or the numbers of words: linear, embedding.

PyTorch has no node for a linear layer: it is ``addmm``, or a product and a sum, by how
many dimensions come in.

Next: ``dropouts``.
"""

from __future__ import annotations

from autoviz.core.modes import no_grad
from autoviz.core.ops.checks import check_tensors, must_be_tensor
from autoviz.core.ops.linalg.addmm import addmm
from autoviz.core.ops.linalg.matmul import matmul
from autoviz.core.ops.nn import embedding as embedding_rows
from autoviz.core.ops.nn import embedding_bag as bag_rows
from autoviz.core.ranges import arange
from autoviz.core.tensor import Tensor

__all__ = ["embedding", "embedding_bag", "linear"]


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """``input @ weight.T + bias``; ``weight`` has a row for each result.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> x, w, b = av.tensor([[1.0, 2.0]]), av.tensor([[3.0, 4.0]]), av.tensor([100.0])
    >>> F.linear(x, w, b)
    tensor([[111.]])

    Raises:
        TypeError: something is no tensor.
        RuntimeError: the shapes do not fit.
    """
    check_tensors("linear", input=input, weight=weight)
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
        TypeError: ``input`` is no tensor.
        AssertionError: ``padding_idx`` is no row.
        NotImplementedError: ``sparse``.
    """
    must_be_tensor("embedding", "indices", 2, input)
    if sparse:
        raise _no_sparse("embedding")
    if padding_idx is None:
        padding_idx = -1
    else:
        count = weight.shape[0]
        if not -count <= padding_idx < count:
            raise AssertionError("Padding_idx must be within num_embeddings")
        padding_idx %= count
    if max_norm is not None:
        _shorten(weight, input, max_norm, norm_type)
    return embedding_rows.embedding(
        weight, input, padding_idx, scale_grad_by_freq, sparse
    )


def embedding_bag(
    input: Tensor,
    weight: Tensor,
    offsets: Tensor | None = None,
    max_norm: float | None = None,
    norm_type: float = 2,
    scale_grad_by_freq: bool = False,
    mode: str = "mean",
    sparse: bool = False,
    per_sample_weights: Tensor | None = None,
    include_last_offset: bool = False,
    padding_idx: int | None = None,
) -> Tensor:
    """The rows of ``weight`` that ``input`` names, made one row for each bag of words.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> table = av.tensor([[0.0, 1.0], [2.0, 3.0]])
    >>> F.embedding_bag(av.tensor([[0, 1]]), table)
    tensor([[1., 2.]])

    Raises:
        ValueError, RuntimeError: an argument is not what it must be.
        NotImplementedError: ``sparse``, or weights for another mode than the sum.
    """
    _check_bags(input, weight, per_sample_weights, mode, scale_grad_by_freq)
    if sparse:
        raise _no_sparse("embedding_bag")
    if input.ndim == 2:
        offsets = _equal_bags(input, offsets)
        include_last_offset = False
        input = input.reshape(-1)
        if per_sample_weights is not None:
            per_sample_weights = per_sample_weights.reshape(-1)
    elif input.ndim != 1:
        raise ValueError(
            f"input has to be 1D or 2D Tensor, but got Tensor of dimension {input.ndim}"
        )
    if offsets is None:
        raise ValueError("offsets has to be a 1D Tensor but got None")
    if offsets.ndim != 1:
        raise ValueError("offsets has to be a 1D Tensor")
    if max_norm is not None:
        _shorten(weight, input, max_norm, norm_type)
    return bag_rows.embedding_bag(
        weight,
        input,
        offsets,
        scale_grad_by_freq,
        bag_rows.MODES[mode],
        per_sample_weights,
        include_last_offset,
        padding_idx,
    )


def _check_bags(
    input: Tensor,
    weight: Tensor,
    per_sample_weights: Tensor | None,
    mode: str,
    scale_grad_by_freq: bool,
) -> None:
    if per_sample_weights is not None and input.size() != per_sample_weights.size():
        raise ValueError(
            f"embedding_bag: If per_sample_weights ({per_sample_weights.shape}) is not "
            f"None, then it must have the same shape as the input ({input.shape})"
        )
    if weight.ndim != 2:
        raise ValueError(
            f"weight has to be a 2D Tensor, but got Tensor of dimension {weight.ndim}"
        )
    if mode not in bag_rows.MODES:
        raise ValueError("mode has to be one of sum, mean or max")
    if mode == "max" and scale_grad_by_freq:
        raise ValueError(
            "max mode does not support scaling the gradient by the frequency"
        )
    if per_sample_weights is not None and mode != "sum":
        raise NotImplementedError(
            "embedding_bag: per_sample_weights was not None. per_sample_weights is "
            f"only supported for mode='sum' (got mode='{mode}'). Please open a feature "
            "request on GitHub."
        )


def _equal_bags(input: Tensor, offsets: Tensor | None) -> Tensor:
    """Each row is a bag."""
    if offsets is not None:
        raise ValueError(
            "if input is 2D, then offsets has to be None, as input is treated is a "
            "mini-batch of fixed length sequences. However, found offsets of type "
            f"{type(offsets)}"
        )
    return arange(0, input.numel(), input.shape[1], dtype=input.dtype)


def _shorten(weight: Tensor, input: Tensor, max_norm: float, norm_type: float) -> None:
    with no_grad():
        embedding_rows.embedding_renorm_(weight, input, max_norm, norm_type)


def _no_sparse(function: str) -> NotImplementedError:
    return NotImplementedError(
        f"{function} with sparse=True is not in autoviz's numpy core; record real "
        "PyTorch instead: av.record() sees that too"
    )
