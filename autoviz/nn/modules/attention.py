"""Attention as a layer, with what it learns.

That is linear functions: three that make queries, keys and values of what comes in,
kept in one matrix where they can be, and one that mixes what the heads have found.

Next: ``transformer``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.dtypes import Dtype
from autoviz.core.inplace import unobserved
from autoviz.core.tensor import Tensor
from autoviz.nn import functional as F
from autoviz.nn import init
from autoviz.nn.functional.multi_head_attention import canonical_mask
from autoviz.nn.modules.linear import Linear
from autoviz.nn.modules.making import parameter
from autoviz.nn.modules.module import Module
from autoviz.nn.parameter import Parameter

__all__ = ["MultiheadAttention"]


class NonDynamicallyQuantizableLinear(Linear):
    """A linear layer; it prints under this name, as PyTorch's does."""


class MultiheadAttention(Module):
    """Every query finds a mixture of values, by how well it fits their keys.

    Several heads do so at once, each with a part of the ``embed_dim`` numbers.

    >>> import autoviz as av
    >>> x = av.ones(5, 1, 4)  # five words, one sentence
    >>> found, shares = av.nn.MultiheadAttention(4, num_heads=2)(x, x, x)
    >>> found.shape, shares.shape
    (torch.Size([5, 1, 4]), torch.Size([1, 5, 5]))

    Args:
        embed_dim: how long a query is, and a result.
        num_heads: into how many parts it is cut.
        dropout: how likely a share is set to 0 while training.
        bias: whether something is added in all linear functions.
        add_bias_kv: whether one more key, and its value, are learnt.
        add_zero_attn: whether there is one more of zeros.
        kdim: how long a key is, if not as long as a query.
        vdim: how long a value is, likewise.
        batch_first: whether it is ``(N, words, embed_dim)``, not with ``N`` second.
        device: the CPU.
        dtype: of the parameters.

    Raises:
        ValueError: a size is 0 or negative.
        AssertionError: ``embed_dim`` cannot be cut into so many parts.
    """

    in_proj_weight: Parameter | None
    q_proj_weight: Parameter | None
    k_proj_weight: Parameter | None
    v_proj_weight: Parameter | None
    in_proj_bias: Parameter | None
    bias_k: Parameter | None
    bias_v: Parameter | None

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                "embed_dim and num_heads must be greater than 0, got "
                f"embed_dim={embed_dim} and num_heads={num_heads} instead"
            )
        super().__init__()
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        self.add_zero_attn = add_zero_attn
        if self.head_dim * num_heads != embed_dim:
            raise AssertionError("embed_dim must be divisible by num_heads")
        for name, shape in self._shapes(bias).items():
            made = None if shape is None else parameter(shape, dtype, device)
            self.register_parameter(name, made)
        self.out_proj = NonDynamicallyQuantizableLinear(
            embed_dim, embed_dim, bias, device, dtype
        )
        for name in ("bias_k", "bias_v"):
            if add_bias_kv:
                one = parameter((1, 1, embed_dim), dtype, device)
                self.register_parameter(name, one)
            else:
                setattr(self, name, None)
        self._reset_parameters()

    @property
    def _qkv_same_embed_dim(self) -> bool:
        return self.kdim == self.vdim == self.embed_dim

    def _shapes(self, bias: bool) -> dict[str, tuple[int, ...] | None]:
        """Of the first weights: one for all, or three."""
        size, is_one = self.embed_dim, self._qkv_same_embed_dim
        apart = {
            "q_proj_weight": (size, size),
            "k_proj_weight": (size, self.kdim),
            "v_proj_weight": (size, self.vdim),
        }
        together = (3 * size, size)
        shapes: dict[str, tuple[int, ...] | None] = {}
        if is_one:
            shapes["in_proj_weight"] = together
        for name, shape in apart.items():
            shapes[name] = None if is_one else shape
        if not is_one:
            shapes["in_proj_weight"] = None
        return shapes | {"in_proj_bias": (3 * size,) if bias else None}

    def _reset_parameters(self) -> None:
        with unobserved():
            for kind in ("in", "q", "k", "v"):
                weight = getattr(self, f"{kind}_proj_weight")
                if weight is not None:
                    init.xavier_uniform_(weight)
            for bias in (self.in_proj_bias, self.out_proj.bias):
                if bias is not None:
                    init.constant_(bias, 0.0)
            for one in (self.bias_k, self.bias_v):
                if one is not None:
                    init.xavier_normal_(one)

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        key_padding_mask: Tensor | None = None,
        need_weights: bool = True,
        attn_mask: Tensor | None = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        kind = query.dtype
        names = ("key_padding_mask", "attn_mask")
        padding = canonical_mask(key_padding_mask, names[0], kind, attn_mask, names[1])
        mask = canonical_mask(attn_mask, names[1], kind)
        turns = self.batch_first and query.ndim == 3
        if turns:
            query, key, value = _turned(query, key, value)
        found, shares = F.multi_head_attention_forward(
            query,
            key,
            value,
            key_padding_mask=padding,
            need_weights=need_weights,
            attn_mask=mask,
            average_attn_weights=average_attn_weights,
            is_causal=is_causal,
            **self._own(),
        )
        return (found.transpose(1, 0) if turns else found), shares

    def _own(self) -> dict[str, Any]:
        """What the layer itself tells the function."""
        return {
            "embed_dim_to_check": self.embed_dim,
            "num_heads": self.num_heads,
            "in_proj_weight": self.in_proj_weight,
            "in_proj_bias": self.in_proj_bias,
            "bias_k": self.bias_k,
            "bias_v": self.bias_v,
            "add_zero_attn": self.add_zero_attn,
            "dropout_p": self.dropout,
            "out_proj_weight": self.out_proj.weight,
            "out_proj_bias": self.out_proj.bias,
            "training": self.training,
            "use_separate_proj_weight": not self._qkv_same_embed_dim,
            "q_proj_weight": self.q_proj_weight,
            "k_proj_weight": self.k_proj_weight,
            "v_proj_weight": self.v_proj_weight,
        }


def _turned(query: Tensor, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Length first; what was one tensor stays one."""
    turned: dict[int, Tensor] = {}
    for each in (query, key, value):
        if id(each) not in turned:
            turned[id(each)] = each.transpose(1, 0)
    return turned[id(query)], turned[id(key)], turned[id(value)]
