"""Transformers: layers of attention, each followed by a small network for every word.

Every sublayer is added to what came in (``x + sublayer(x)``), and a norm comes after
that, or with ``norm_first`` before the sublayer. A decoder layer attends twice: to the
words before, and to what the encoder has made of another sentence.

Source: Vaswani and others, *Attention is all you need* (2017), figure 1.

Next: ``init``.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

from autoviz.core.dtypes import Dtype
from autoviz.core.filled import full
from autoviz.core.inplace import unobserved
from autoviz.core.ops.linalg.tril_triu import triu
from autoviz.core.tensor import Tensor
from autoviz.nn import functional as F
from autoviz.nn import init
from autoviz.nn.functional.multi_head_attention import canonical_mask
from autoviz.nn.modules.attention import MultiheadAttention
from autoviz.nn.modules.container import ModuleList
from autoviz.nn.modules.dropout import Dropout
from autoviz.nn.modules.linear import Linear
from autoviz.nn.modules.module import Module
from autoviz.nn.modules.normalization import LayerNorm

__all__ = [
    "Transformer",
    "TransformerDecoder",
    "TransformerDecoderLayer",
    "TransformerEncoder",
    "TransformerEncoderLayer",
]

Activation = str | Callable[[Tensor], Tensor]
Mask = Tensor | None


class _Layer(Module):
    """What encoder and decoder layers have; ``norms`` and dropouts are counted."""

    norms: int

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Activation = F.relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__()
        where = {"device": device, "dtype": dtype}
        for name in ("self_attn", "multihead_attn")[: self.norms - 1]:
            attention = MultiheadAttention(
                d_model, nhead, dropout, bias, batch_first=batch_first, **where
            )
            self.add_module(name, attention)
        self.linear1 = Linear(d_model, dim_feedforward, bias, **where)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias, **where)
        self.norm_first = norm_first
        numbers = range(1, self.norms + 1)
        for number in numbers:
            norm = LayerNorm(d_model, layer_norm_eps, bias=bias, **where)
            self.add_module(f"norm{number}", norm)
        for number in numbers:
            self.add_module(f"dropout{number}", Dropout(dropout))
        self.activation = _activation(activation)

    def _added(
        self, x: Tensor, norm: Module, sublayer: Callable[..., Tensor]
    ) -> Tensor:
        """``x`` and what the sublayer makes of it; the norm before or after."""
        if self.norm_first:
            return x + sublayer(norm(x))
        normed: Tensor = norm(x + sublayer(x))
        return normed

    def _attended(
        self, x: Tensor, mask: Mask, padding: Mask, is_causal: bool
    ) -> Tensor:
        told = {"attn_mask": mask, "key_padding_mask": padding, "is_causal": is_causal}
        found: Tensor = self.self_attn(x, x, x, need_weights=False, **told)[0]
        dropped: Tensor = self.dropout1(found)
        return dropped

    def _thought_over(self, x: Tensor) -> Tensor:
        inner = self.dropout(self.activation(self.linear1(x)))
        last = self.dropout2 if self.norms == 2 else self.dropout3
        made: Tensor = last(self.linear2(inner))
        return made


def _activation(given: Activation) -> Callable[[Tensor], Tensor]:
    if not isinstance(given, str):
        return given
    if given not in ("relu", "gelu"):
        raise RuntimeError(f"activation should be relu/gelu, not {given}")
    return F.relu if given == "relu" else F.gelu


class TransformerEncoderLayer(_Layer):
    """Attention to oneself, and a small network.

    >>> import autoviz as av
    >>> layer = av.nn.TransformerEncoderLayer(d_model=4, nhead=2, dim_feedforward=8)
    >>> layer(av.ones(5, 1, 4)).shape
    torch.Size([5, 1, 4])
    """

    norms = 2

    def forward(
        self,
        src: Tensor,
        src_mask: Mask = None,
        src_key_padding_mask: Mask = None,
        is_causal: bool = False,
    ) -> Tensor:
        padding = canonical_mask(
            src_key_padding_mask,
            "src_key_padding_mask",
            src.dtype,
            src_mask,
            "src_mask",
        )
        mask = canonical_mask(src_mask, "src_mask", src.dtype)
        x = self._added(
            src, self.norm1, lambda x: self._attended(x, mask, padding, is_causal)
        )
        return self._added(x, self.norm2, self._thought_over)


class TransformerDecoderLayer(_Layer):
    """Attention to oneself, attention to ``memory``, and a small network."""

    norms = 3

    def forward(
        self,
        tgt: Tensor,
        memory: Tensor,
        tgt_mask: Mask = None,
        memory_mask: Mask = None,
        tgt_key_padding_mask: Mask = None,
        memory_key_padding_mask: Mask = None,
        tgt_is_causal: bool = False,
        memory_is_causal: bool = False,
    ) -> Tensor:
        told = {
            "attn_mask": memory_mask,
            "key_padding_mask": memory_key_padding_mask,
            "is_causal": memory_is_causal,
        }

        def looked_up(x: Tensor) -> Tensor:
            found = self.multihead_attn(x, memory, memory, need_weights=False, **told)
            dropped: Tensor = self.dropout2(found[0])
            return dropped

        x = self._added(
            tgt,
            self.norm1,
            lambda x: self._attended(x, tgt_mask, tgt_key_padding_mask, tgt_is_causal),
        )
        x = self._added(x, self.norm2, looked_up)
        return self._added(x, self.norm3, self._thought_over)


# several layers


class TransformerEncoder(Module):
    """Copies of a layer, one after the other, and perhaps a norm at the end."""

    norm: Module | None

    def __init__(
        self,
        encoder_layer: Module,
        num_layers: int,
        norm: Module | None = None,
        enable_nested_tensor: bool = True,
        mask_check: bool = True,
    ) -> None:
        super().__init__()
        self.layers = _copies(encoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm
        self.enable_nested_tensor = enable_nested_tensor
        self.mask_check = mask_check

    def forward(
        self,
        src: Tensor,
        mask: Mask = None,
        src_key_padding_mask: Mask = None,
        is_causal: bool | None = None,
    ) -> Tensor:
        padding = canonical_mask(
            src_key_padding_mask, "src_key_padding_mask", src.dtype, mask, "mask"
        )
        mask = canonical_mask(mask, "mask", src.dtype)
        told = {
            "src_mask": mask,
            "src_key_padding_mask": padding,
            "is_causal": _is_causal(mask, is_causal, src, self.layers),
        }
        output = src
        for layer in self.layers:
            output = layer(output, **told)
        return output if self.norm is None else self.norm(output)


class TransformerDecoder(Module):
    """The same of decoder layers."""

    norm: Module | None

    def __init__(
        self, decoder_layer: Module, num_layers: int, norm: Module | None = None
    ) -> None:
        super().__init__()
        self.layers = _copies(decoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm

    def forward(
        self,
        tgt: Tensor,
        memory: Tensor,
        tgt_mask: Mask = None,
        memory_mask: Mask = None,
        tgt_key_padding_mask: Mask = None,
        memory_key_padding_mask: Mask = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Tensor:
        told = {
            "tgt_mask": tgt_mask,
            "memory_mask": memory_mask,
            "tgt_key_padding_mask": tgt_key_padding_mask,
            "memory_key_padding_mask": memory_key_padding_mask,
            "tgt_is_causal": _is_causal(tgt_mask, tgt_is_causal, tgt, self.layers),
            "memory_is_causal": memory_is_causal,
        }
        output = tgt
        for layer in self.layers:
            output = layer(output, memory, **told)
        return output if self.norm is None else self.norm(output)


def _copies(layer: Module, count: int) -> ModuleList:
    return ModuleList([copy.deepcopy(layer) for _ in range(count)])


def _is_causal(
    mask: Mask, told: bool | None, input: Tensor, layers: ModuleList
) -> bool:
    """Whether each word sees those before it and no others: told, or seen."""
    if told is not None or mask is None:
        return told is True
    length_first = input.ndim == 2 or not layers[0].self_attn.batch_first
    length = input.shape[0 if length_first else 1]
    with unobserved():
        causal = _later_hidden(length, dtype=mask.dtype)
        return mask.shape == causal.shape and bool((mask == causal).all())


def _later_hidden(
    length: int, device: Any = None, dtype: Dtype | None = None
) -> Tensor:
    everything = full((length, length), -math.inf, dtype=dtype, device=device)
    return triu(everything, diagonal=1)


class Transformer(Module):
    """An encoder for one sentence, and a decoder that makes another of it."""

    encoder: Module
    decoder: Module

    def __init__(
        self,
        d_model: int = 512,
        nhead: int = 8,
        num_encoder_layers: int = 6,
        num_decoder_layers: int = 6,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Activation = F.relu,
        custom_encoder: Module | None = None,
        custom_decoder: Module | None = None,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Dtype | None = None,
    ) -> None:
        super().__init__()
        sizes = (d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps)
        told = (*sizes, batch_first, norm_first, bias, device, dtype)
        norm = (d_model, layer_norm_eps, True, bias, device, dtype)
        self.encoder = custom_encoder or TransformerEncoder(
            TransformerEncoderLayer(*told), num_encoder_layers, LayerNorm(*norm)
        )
        self.decoder = custom_decoder or TransformerDecoder(
            TransformerDecoderLayer(*told), num_decoder_layers, LayerNorm(*norm)
        )
        self._reset_parameters()
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first

    def _reset_parameters(self) -> None:
        with unobserved():
            for each in self.parameters():
                if each.ndim > 1:
                    init.xavier_uniform_(each)

    def forward(
        self,
        src: Tensor,
        tgt: Tensor,
        src_mask: Mask = None,
        tgt_mask: Mask = None,
        memory_mask: Mask = None,
        src_key_padding_mask: Mask = None,
        tgt_key_padding_mask: Mask = None,
        memory_key_padding_mask: Mask = None,
        src_is_causal: bool | None = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Tensor:
        batch = 0 if self.batch_first else 1
        if src.ndim == 3 and src.shape[batch] != tgt.shape[batch]:
            raise RuntimeError("the batch number of src and tgt must be equal")
        if not src.shape[-1] == tgt.shape[-1] == self.d_model:
            raise RuntimeError(
                "the feature number of src and tgt must be equal to d_model"
            )
        memory = self.encoder(
            src,
            mask=src_mask,
            src_key_padding_mask=src_key_padding_mask,
            is_causal=src_is_causal,
        )
        output: Tensor = self.decoder(
            tgt,
            memory,
            tgt_mask=tgt_mask,
            memory_mask=memory_mask,
            tgt_key_padding_mask=tgt_key_padding_mask,
            memory_key_padding_mask=memory_key_padding_mask,
            tgt_is_causal=tgt_is_causal,
            memory_is_causal=memory_is_causal,
        )
        return output

    @staticmethod
    def generate_square_subsequent_mask(
        sz: int, device: Any = None, dtype: Dtype | None = None
    ) -> Tensor:
        """What hides from each word those that come later."""
        return _later_hidden(sz, device, dtype)
