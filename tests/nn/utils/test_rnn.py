"""Sequences of different length as one tensor."""

from __future__ import annotations

import pytest

from autoviz.nn.utils import rnn
from tests.nn.modules.agreement import agree_on_modules

GIVEN = """
utils = nn.utils.rnn
one, other = wave(2, 3), wave(4, 3) * 2
"""


@pytest.mark.parametrize(
    "told", ["", "batch_first=True", "padding_side='left', padding_value=5.0"]
)
def test_sequences_are_filled_up(told: str) -> None:
    agree_on_modules(
        GIVEN
        + f"""
padded = utils.pad_sequence([one, other], {told})
say(padded, padded._version, graph(padded))
padded.sum().backward()
say(one.grad, utils.pad_sequence(t.ones(2, 3)))
"""
    )


def test_sequences_get_their_length_again() -> None:
    agree_on_modules(
        GIVEN
        + """
padded = utils.pad_sequence([one, other], batch_first=True)
say(utils.unpad_sequence(padded, t.tensor([2, 4]), batch_first=True))
padded = utils.pad_sequence([one, other])
say(utils.unpad_sequence(padded, t.tensor([2, 4])))
"""
    )


def test_what_does_not_fit_together_is_refused() -> None:
    agree_on_modules(
        GIVEN
        + """
for given in (3, [], [wave(2, 3), wave(2, 4)], [wave(2), wave(2, 4)], [3]):
    tried(lambda: utils.pad_sequence(given))
tried(lambda: utils.pad_sequence([one], padding_side="x"))
tried(lambda: utils.pad_sequence([one.double(), other]).dtype)
"""
    )


@pytest.mark.parametrize(
    "name", ["pack_padded_sequence", "pack_sequence", "pad_packed_sequence"]
)
def test_packed_sequences_are_lacking_by_name(name: str) -> None:
    with pytest.raises(NotImplementedError, match=f"{name}: packed sequences are not"):
        getattr(rnn, name)([1, 2])
