"""Transformers: PyTorch's nodes, from masks to the last norm."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_layer, agree_on_modules

X = "x = wave(5, 2, 4)"
MEMORY = f"{X}; y = wave(3, 2, 4, at=3)"
LATER = "k = nn.Transformer.generate_square_subsequent_mask(5)"
PADDING = "p = t.tensor([[False, True, False, False, True], [False] * 5])"

ENCODER = "nn.TransformerEncoderLayer(4, 2, 6, 0.0)"
BATCH_FIRST = "nn.TransformerEncoderLayer(4, 2, 6, 0.0, batch_first=True)"
DECODER = "nn.TransformerDecoderLayer(4, 2, 6, 0.0)"
BOTH = "nn.Transformer(4, 2, 1, 1, 6, 0.0, batch_first=True)"

CASES = (
    (ENCODER, X, "module(x)"),
    (ENCODER, "x = wave(5, 4)", "module(x)"),
    (ENCODER, f"{X}; {LATER}; {PADDING}; k = k < 0", "module(x, k, p)"),
    (ENCODER, f"{X}; {LATER}", "module(x, k, is_causal=True)"),
    (BATCH_FIRST[:-1] + ", norm_first=True, bias=False)", X, "module(x)"),
    (ENCODER[:-1] + ", 'gelu', 0.01)", X, "module(x)"),
    (ENCODER[:-1] + ", nn.functional.tanh)", X, "module(x)"),
    (ENCODER[:-1] + ", 'x')", X, "module(x)"),
    (f"nn.TransformerEncoder({BATCH_FIRST}, 2)", X, "module(x)"),
    (
        f"nn.TransformerEncoder({BATCH_FIRST}, 2)",
        f"{X}; k = nn.Transformer.generate_square_subsequent_mask(2)",
        "module(x, k)",
    ),
    (
        f"nn.TransformerEncoder({BATCH_FIRST}, 2)",
        f"{X}; p = t.tensor([[False, True]] * 5)",
        "module(x, src_key_padding_mask=p)",
    ),
    (f"nn.TransformerEncoder({ENCODER}, 2, nn.LayerNorm(4), False)", X, "module(x)"),
    (DECODER, MEMORY, "module(x, y)"),
    (DECODER, f"{MEMORY}; {LATER}", "module(x, y, k, tgt_is_causal=True)"),
    (
        DECODER[:-1] + ", norm_first=True, batch_first=True)",
        f"{X}; y = wave(5, 3, 4)",
        "module(x, y)",
    ),
    (
        f"nn.TransformerDecoder({DECODER}, 2, nn.LayerNorm(4))",
        f"{MEMORY}; {LATER}",
        "module(x, y, k)",
    ),
    (BOTH, f"{X}; y = wave(5, 3, 4)", "module(y, x)"),
    (BOTH, f"{X}; y = wave(3, 2, 4)", "module(y, x)"),
    (BOTH, f"{X}; y = wave(5, 2, 3)", "module(y, x)"),
)


@pytest.mark.parametrize(("layer", "inputs", "call"), CASES)
def test_transformer_agrees(layer: str, inputs: str, call: str) -> None:
    agree_on_layer(layer, inputs, call)


def test_the_layers_of_an_encoder_are_copies() -> None:
    agree_on_modules(
        f"""
        layer = filled({BATCH_FIRST})
        m = nn.TransformerEncoder(layer, 2)
        say(m.layers[0].linear1.weight is layer.linear1.weight)
        say([bool((one == two).all()) for one, two in zip(
            m.layers[0].parameters(), m.layers[1].parameters())])
        """
    )
