"""Tensors made from numbers: values, types and refusals are PyTorch's."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.oracle import agree, agree_on_story, ours

NUMPY = "import numpy as np"
TENSORS = (
    "t.tensor(1)",
    "t.tensor(1.5)",
    "t.tensor(True)",
    "t.tensor([1, 2])",
    "t.tensor((1.0, 2.0))",
    "t.tensor([True, 2])",
    "t.tensor([1, 2.5])",
    "t.tensor([True, 2.5])",
    "t.tensor([])",
    "t.tensor([[]])",
    "t.tensor([[], []])",
    "t.tensor(range(3))",
    "t.tensor([[1.0, 2.0], [3.0, 4.0]])",
    "t.tensor([1.0, float('nan')], requires_grad=True)",
    "t.tensor(2**40)",
    "t.tensor(1e39)",
    "t.tensor(1.5, dtype=t.int64)",
    "t.tensor([1, 0], dtype=t.bool)",
    "t.tensor(1, dtype=t.float64, requires_grad=True)",
    "t.tensor([t.tensor(1), t.tensor(2)])",
    "t.tensor([t.tensor(1.0), 2])",
    "t.tensor(np.float64(1.5))",
    "t.tensor([np.float64(1.5)])",
    "t.tensor(np.float32(1.5))",
    "t.tensor([np.int32(1)])",
    "t.tensor(np.array([1.5, 2.5]))",
    "t.tensor(np.array(1))",
    "t.tensor([[True], [2]])",
    "t.tensor([1, 2], dtype=float)",
    "t.tensor([1.5, -2], dtype=t.int64)",
    "t.tensor(-1, dtype=t.uint8)",
    "t.tensor(70000.0, dtype=t.float16)",
    "t.tensor(2**40, dtype=t.float32)",
    "t.tensor(np.ones(2, dtype=np.float16))",
    "t.tensor(np.bool_(True))",
    "t.tensor(np.int8(3))",
    "t.tensor([np.ones(2), np.zeros(2)])",
    "t.tensor(t.ones(2))",
    "t.tensor([1, 2], device='cpu')",
    "t.tensor(data=[1])",
    "t.as_tensor([1, 2])",
    "t.as_tensor(3.5, dtype=t.float64)",
    "t.as_tensor(np.ones(2))",
    "t.as_tensor(np.ones(2), dtype=t.float32)",
    "t.as_tensor(t.ones(2, requires_grad=True), dtype=t.float64)",
    "t.from_numpy(np.array([1], dtype=np.int16))",
    "t.from_numpy(np.array(1.5))",
    "t.from_numpy(np.ones((2, 3)).T).stride()",
    "t.scalar_tensor(3)",
)
REFUSALS = (
    "t.tensor('a')",
    "t.tensor(b'ab')",
    "t.tensor(None)",
    "t.tensor([None])",
    "t.tensor({1: 2})",
    "t.tensor([[1, 2], [3]])",
    "t.tensor([[[1, 2]], [[3, 4], [5, 6]]])",
    "t.tensor([1, [2]])",
    "t.tensor([[1], 2])",
    "t.tensor([t.ones(2)])",
    "t.tensor([1, 2], requires_grad=True)",
    "t.tensor(1, 2)",
    "t.tensor([1.0], requires_grad=1)",
    "t.tensor(2**63)",
    "t.tensor([300], dtype=t.uint8)",
    "t.tensor(2**40, dtype=t.int32)",
    "t.tensor(1e10, dtype=t.int32)",
    "t.tensor(float('nan'), dtype=t.int64)",
    "t.tensor(1, dtype='a')",
    "t.tensor([1], device='cuda')",
    "t.from_numpy([1])",
    "t.from_numpy(np.array(['a']))",
    "t.from_numpy(np.ones(2)[::-1])",
    "t.from_numpy(np.ones(2, dtype='>f4'))",
    "t.from_numpy(np.array(['2020'], dtype='M8'))",
)


@pytest.mark.parametrize("expression", [*TENSORS, *REFUSALS])
def test_a_new_tensor_agrees(expression: str) -> None:
    agree(NUMPY, expression)


def test_a_tensor_is_a_copy_of_an_array() -> None:
    agree(f"{NUMPY}; a = np.ones(2); x = t.tensor(a); a[0] = 5", "x * 1")


STORIES = {
    "what is shared": """
        import numpy as np
        a = np.ones(2)
        x, y, z = t.from_numpy(a), t.as_tensor(a), t.tensor(a)
        a[0] = 5
        say(x, y, z, x._version, y._version)
        x.add_(1)
        say(a, y, x._version, y._version)
        say(t.as_tensor(x) is x, t.from_numpy(x.numpy())._version)
    """,
    "what cannot be written to": """
        import numpy as np
        a = np.ones(2)
        a.flags.writeable = False
        say(t.tensor(a), t.from_numpy(a))
    """,
    "a copy of what is written behind autograd's back": """
        import numpy as np
        a = np.array([1.0, 2.0])
        x = t.from_numpy(a).requires_grad_()
        y = (x * x).sum()
        a[0] = 10
        y.backward()
        say(x.grad)
    """,
    "another default": """
        import numpy as np
        t.set_default_dtype(t.float64)
        say(t.get_default_dtype(), t.tensor(1.5), t.zeros(2), t.arange(3.0), t.zeros(0))
        say(t.tensor(1) / 2, t.tensor([1]) * 1.5, t.tensor(np.float32(1)), t.eye(1))
        say(t.ones(2, dtype=t.float32) * 2.5, t.tensor([1]).exp(), t.linspace(0, 1, 2))
        t.set_default_dtype(t.float32)
        say(t.tensor(1.5))
    """,
    "no such default": "t.set_default_dtype(t.int64)",
    "no type at all": "t.set_default_dtype('float32')",
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_creation_tells_the_same_story(program: str) -> None:
    try:
        agree_on_story(program)
    finally:
        torch.set_default_dtype(torch.float32)
        ours.set_default_dtype(ours.float32)


@pytest.mark.parametrize("given", ["1 + 2j", "np.ones(2, complex)", "np.uint32([1])"])
def test_numbers_the_core_has_not_are_refused_by_name(given: str) -> None:
    with pytest.raises(NotImplementedError, match="not in autoviz's numpy core"):
        ours.tensor(eval(given, {"np": np}))
