"""Embedding: a table that is looked up by numbers, of words for example.

Only the rows that were looked up get a gradient other than 0.

Next: ``flatten``.
"""

from __future__ import annotations

from typing import Any, Self

from autoviz.core.dtypes import Dtype
from autoviz.core.inplace import unobserved
from autoviz.core.modes import unrecorded
from autoviz.core.tensor import Tensor
from autoviz.nn import functional as F
from autoviz.nn import init
from autoviz.nn.modules.making import parameter
from autoviz.nn.modules.module import Module
from autoviz.nn.parameter import Parameter

__all__ = ["Embedding", "EmbeddingBag"]


class _Table(Module):
    """A row for each number; ``padding_idx`` is one that begins with 0 and stays so."""

    padding_word: str
    weight: Parameter

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None,
        max_norm: float | None,
        norm_type: float,
        scale_grad_by_freq: bool,
        sparse: bool,
        weight: Tensor | None,
        is_learnt: bool,
        device: Any,
        dtype: Dtype | None,
    ) -> None:
        super().__init__()
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        if padding_idx is not None:
            if padding_idx and not -num_embeddings <= padding_idx < num_embeddings:
                raise AssertionError(
                    f"{self.padding_word} must be within num_embeddings"
                )
            padding_idx += num_embeddings if padding_idx < 0 else 0
        self.padding_idx = padding_idx
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.sparse = sparse
        shape = (num_embeddings, embedding_dim)
        if weight is None:
            self.weight = parameter(shape, dtype, device, requires_grad=is_learnt)
            self.reset_parameters()
            return
        if weight.shape != shape:
            raise AssertionError(
                "Shape of weight does not match num_embeddings and embedding_dim"
            )
        self.weight = Parameter(weight, requires_grad=is_learnt)

    def reset_parameters(self) -> None:
        """New first numbers."""
        with unobserved():
            init.normal_(self.weight)
            if self.padding_idx is not None:
                with unrecorded():
                    self.weight[self.padding_idx].fill_(0)

    def _told(self) -> list[str]:
        told = [f"{self.num_embeddings}, {self.embedding_dim}"]
        if self.max_norm is not None:
            told.append(f"max_norm={self.max_norm}")
        if self.norm_type != 2:
            told.append(f"norm_type={self.norm_type}")
        if self.scale_grad_by_freq:
            told.append(f"scale_grad_by_freq={self.scale_grad_by_freq}")
        return told


class Embedding(_Table):
    """The rows of ``weight`` that whole numbers name.

    >>> import autoviz as av
    >>> av.nn.Embedding(10, 3)(av.tensor([4, 4])).shape
    torch.Size([2, 3])
    """

    padding_word = "Padding_idx"

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        sparse: bool = False,
        _weight: Tensor | None = None,
        _freeze: bool = False,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__(
            num_embeddings,
            embedding_dim,
            padding_idx,
            max_norm,
            norm_type,
            scale_grad_by_freq,
            sparse,
            _weight,
            not _freeze,
            device,
            dtype,
        )

    def forward(self, input: Tensor) -> Tensor:
        return F.embedding(
            input,
            self.weight,
            self.padding_idx,
            self.max_norm,
            self.norm_type,
            self.scale_grad_by_freq,
            self.sparse,
        )

    def extra_repr(self) -> str:
        told = self._told()
        if self.padding_idx is not None:
            told.insert(1, f"padding_idx={self.padding_idx}")
        if self.sparse:
            told.append("sparse=True")
        return ", ".join(told)

    @classmethod
    def from_pretrained(
        cls,
        embeddings: Tensor,
        freeze: bool = True,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        sparse: bool = False,
    ) -> Self:
        """One with a table that is there already.

        Raises:
            AssertionError: it is no matrix.
        """
        return cls(
            *_sizes(embeddings),
            padding_idx,
            max_norm,
            norm_type,
            scale_grad_by_freq,
            sparse,
            _weight=embeddings,
            _freeze=freeze,
        )


class EmbeddingBag(_Table):
    """The rows of several words at once: their mean, their sum, or the largest."""

    padding_word = "padding_idx"

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        mode: str = "mean",
        sparse: bool = False,
        _weight: Tensor | None = None,
        include_last_offset: bool = False,
        padding_idx: int | None = None,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__(
            num_embeddings,
            embedding_dim,
            padding_idx,
            max_norm,
            norm_type,
            scale_grad_by_freq,
            sparse,
            _weight,
            True,
            device,
            dtype,
        )
        self.mode = mode
        self.include_last_offset = include_last_offset

    def forward(
        self,
        input: Tensor,
        offsets: Tensor | None = None,
        per_sample_weights: Tensor | None = None,
    ) -> Tensor:
        return F.embedding_bag(
            input,
            self.weight,
            offsets,
            self.max_norm,
            self.norm_type,
            self.scale_grad_by_freq,
            self.mode,
            self.sparse,
            per_sample_weights,
            self.include_last_offset,
            self.padding_idx,
        )

    def extra_repr(self) -> str:
        told = [*self._told(), f"mode={self.mode!r}"]
        if self.padding_idx is not None:
            told.append(f"padding_idx={self.padding_idx}")
        return ", ".join(told)

    @classmethod
    def from_pretrained(
        cls,
        embeddings: Tensor,
        freeze: bool = True,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        mode: str = "mean",
        sparse: bool = False,
        include_last_offset: bool = False,
        padding_idx: int | None = None,
    ) -> Self:
        """One with a table that is there already.

        Raises:
            AssertionError: it is no matrix.
        """
        bag = cls(
            *_sizes(embeddings),
            max_norm,
            norm_type,
            scale_grad_by_freq,
            mode,
            sparse,
            embeddings,
            include_last_offset,
            padding_idx,
        )
        bag.weight.requires_grad = not freeze
        return bag


def _sizes(embeddings: Tensor) -> tuple[int, int]:
    if embeddings.ndim != 2:
        raise AssertionError("Embeddings parameter is expected to be 2-dimensional")
    rows, columns = embeddings.shape
    return rows, columns
