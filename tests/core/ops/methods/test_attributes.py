"""Questions about a tensor: its type, its memory."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

QUESTIONS = (
    "x.stride()",
    "x.stride(-1)",
    "x.is_contiguous()",
    "x.storage_offset()",
    "x.element_size()",
    "x.itemsize",
    "x.nbytes",
    "x.nelement()",
    "x.numel()",
    "t.numel(x)",
    "x.dim()",
    "x.ndim",
    "x.ndimension()",
    "x.size()",
    "x.shape",
    "x.device",
    "x.is_cuda",
    "x.is_floating_point()",
    "t.is_floating_point(x)",
    "x.is_complex()",
    "x.is_signed()",
    "t.is_tensor(x)",
    "x.data_ptr() == x.detach().data_ptr()",
    "t.result_type(x, 1.5)",
    "t.result_type(x, t.ones(1, dtype=t.float64))",
    "t.result_type(x, t.tensor(1.5, dtype=t.float64))",
)
STORIES = {
    "strides": """
        x = t.ones(2, 3)
        say(x.stride(0), x.stride(-1), x.T.stride(), x[:, 1].stride())
        say(x[1].stride(dim=0))
        say(x[1:, 1:].storage_offset(), x[:, ::2].stride(), t.tensor(1).stride())
        x.stride(2)
    """,
    "a number is no tensor": "say(t.is_tensor(3))\nt.numel(3)",
    "nor has it a type": "t.is_floating_point(3)",
    "types of results": """
        say(t.result_type(1, 2.5), t.result_type(True, 1))
        say(t.result_type(t.tensor(1), 2))
        say(t.promote_types(t.int8, t.uint8), t.promote_types(t.int64, t.float16))
        say(t.can_cast(t.float32, t.int64), t.can_cast(t.int64, t.int8))
    """,
}


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_agrees(name: str, question: str) -> None:
    agree(EVERYTHING[name], question)


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_questions_tell_the_same_story(program: str) -> None:
    agree_on_story(program)
