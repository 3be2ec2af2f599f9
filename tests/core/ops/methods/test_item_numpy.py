"""Ways out of autograd: as numbers, lists and arrays, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest

from tests.oracle import agree_on_story, ours

STORIES = {
    "numbers": """
        x = t.tensor(2.5, requires_grad=True)
        say(x.item(), x.tolist(), int(x), bool(x), round(x.item()))
        say(t.ones(2, 1).tolist(), t.tensor([[True]]).item(), t.zeros(0, 2).tolist())
        say(t.tensor(3).item(), complex(t.tensor([2])), float(t.tensor([[3]])))
    """,
    "a float of a tensor that requires grad": """
        say(float(t.tensor(1.0, requires_grad=True)))
        with t.no_grad():
            say(float(t.tensor(1.0, requires_grad=True)))
    """,
    "mathematics of Python": """
        import math
        say(math.sin(t.tensor(1.0, requires_grad=True) * 1))
    """,
    "a complex number": "say(complex(t.tensor(1.0, requires_grad=True)))",
    "places in a list": """
        x = t.tensor(1)
        say([4, 5][x], list(range(x)), [0] * x, "ab" * x, hex(x), bin(t.tensor([True])))
    """,
    "several are no item": "t.ones(2).item()",
    "none is no item": "t.zeros(0).item()",
    "several are no int": "int(t.ones(2))",
    "none is no float": "float(t.zeros(0))",
    "several are no complex": "complex(t.ones(2))",
    "nan is no int": "int(t.tensor(float('nan')))",
    "a float is no place": "[1, 2][t.tensor(1.0)]",
    "several are no place": "[1, 2][t.tensor([1, 0])]",
    "truth": """
        say(bool(t.tensor(0.0)), bool(t.tensor([[2]])), bool(t.tensor(float("nan"))))
        say(t.is_nonzero(t.tensor(3)), t.tensor([0]).is_nonzero(), not t.tensor(0))
    """,
    "several have no truth": "bool(t.ones(2))",
    "none have no truth": "bool(t.zeros(0))",
    "a sequence": """
        x = t.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        a, b = x
        say(len(x), a, b, [*x[0]], a.grad_fn is b.grad_fn, reversed(x))
        (a * b).sum().backward()
        say(x.grad, max(t.tensor([1, 3, 2])), sum(t.tensor([1, 2])), list(t.zeros(0)))
        say([float(each) for each in t.arange(3)], dict(enumerate(t.arange(2))))
    """,
    "a number has no rows": "list(t.tensor(1.0))",
    "a number has no length": "len(t.tensor(1.0))",
    "elements": """
        x = t.tensor([[1.0, 2.0]])
        say(1 in x, 2.5 in x, t.tensor(2.0) in x, True in x, x in x)
    """,
    "a text is no element": "'a' in t.ones(2)",
    "a list is no element": "[1] in t.ones(2)",
    "memory is shared with an array": """
        x = t.ones(2)
        array = x.numpy()
        array[0] = 5
        say(x, x._version, array.dtype)
        x.add_(1)
        say(array, x._version)
    """,
    "an array of what requires grad": "t.ones(2, requires_grad=True).numpy()",
    "an array of a result": "(t.ones(2, requires_grad=True) * 2).numpy()",
    "by force": """
        say(t.ones(2, requires_grad=True).numpy(force=True), t.ones(2).data.numpy())
    """,
    "an array and a tensor are equal": """
        import numpy as np
        x = t.tensor([1.0, 2.0])
        say(x == np.ones(2), np.ones(2) == x, x == np.ones((2, 2)), x != np.ones(2))
        say(x == [1, 2], x == None, x != "a")
    """,
    "an array times a tensor": """
        import numpy as np
        np.ones(2) * t.ones(2)
    """,
    "numbers of numpy": """
        import numpy as np
        x = t.tensor([1.0, 2.0], requires_grad=True)
        say(np.float32(3) * x, np.float64(3) * x, x * np.float64(3), x + np.int64(1))
        say(np.float64(1) / x, np.int32(2) - x, x ** np.float32(2), np.bool_(True) + x)
    """,
}

# PyTorch is warned there by numpy of what it does in the old way; we do not.
WITH_NUMPY = (
    "np.sin(x)",
    "np.add(np.ones(2), x)",
    "np.multiply(x, 2)",
    "x * np.ones(2)",
    "x - np.ones(2)",
    "x @ np.ones(2)",
    "x / np.ones(2, dtype=np.float32)",
    "np.asarray(x, dtype=np.float64)",
    "np.concatenate([x, x])",
    "np.stack([x, x])",
    "np.greater(x, 1.5)",
)


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_leaving_tells_the_same_story(program: str) -> None:
    agree_on_story(program)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("expression", WITH_NUMPY)
def test_numpy_makes_the_same_of_a_tensor(expression: str) -> None:
    torch = pytest.importorskip("torch")
    told = [
        repr(eval(expression, {"np": np, "x": t.tensor([1.0, 2.0])}))
        for t in (torch, ours)
    ]
    assert told[0] == told[1]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_numpy_refuses_what_requires_grad() -> None:
    x = ours.ones(2, requires_grad=True)
    for function in (np.sin, np.array, np.asarray):
        with pytest.raises(RuntimeError, match=r"Can't call numpy\(\) on Tensor"):
            function(x)


def test_numpy_takes_a_tensor_without_a_copy() -> None:
    x = ours.tensor([1.0, 2.0])
    assert np.array(x, dtype=np.float64).tolist() == [1.0, 2.0]
    assert np.shares_memory(np.asarray(x), x.numpy())
    assert not np.shares_memory(np.array(x), x.numpy())
