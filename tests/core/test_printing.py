"""``tensor_text`` says what PyTorch says: known texts, then PyTorch itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autoviz.core.printing import set_printoptions, tensor_text
from tests.oracle import agree, agree_on_story

Array = npt.NDArray[Any]

DTYPES = ("float16", "float32", "float64", "uint8", "int32", "int64", "bool")

SHAPES = (
    (),
    (1,),
    (7,),
    (40,),
    (1000,),
    (1001,),
    (3, 4),
    (1, 1),
    (2, 60),
    (7, 7),
    (2, 3, 4),
    (1, 2, 1, 3),
    (5, 2, 3, 2, 2),
    (40, 40),
    (6, 200),
    (200, 6),
    (2, 501),
    (12, 11, 10),
    (7, 1, 3, 60),
)

EMPTY_SHAPES = ((0,), (0, 3), (3, 0), (2, 0, 5), (1, 0))


def torch_text(array: Array, dtype: str, **marks: bool) -> str:
    """PyTorch's own words; skips where PyTorch is not installed."""
    torch = pytest.importorskip("torch")
    tensor = torch.tensor(array).to(getattr(torch, dtype))
    if marks.get("requires_grad") or marks.get("computed"):
        tensor.requires_grad_()
    return repr(tensor.clone() if marks.get("computed") else tensor)


def sample(shape: tuple[int, ...], scale: float, dtype: str = "float64") -> Array:
    """Draw normally distributed numbers, the same ones every time."""
    numbers = np.random.default_rng(0).standard_normal(shape) * scale
    return np.asarray(numbers).astype(dtype)


@pytest.mark.parametrize(
    ("numbers", "dtype", "expected"),
    [
        (16.0, "float32", "tensor(16.)"),
        (2.5, "float32", "tensor(2.5000)"),
        (-0.0, "float32", "tensor(-0.)"),
        ([1, 2], "int64", "tensor([1, 2])"),
        ([True], "bool", "tensor([True])"),
        ([True, False], "bool", "tensor([ True, False])"),
        ([1.0, 2.0], "float64", "tensor([1., 2.], dtype=torch.float64)"),
        ([1, 2], "int32", "tensor([1, 2], dtype=torch.int32)"),
        ([1.0, 1001.0], "float32", "tensor([1.0000e+00, 1.0010e+03])"),
        ([1.0, np.nan, np.inf], "float32", "tensor([1., nan, inf])"),
        ([100.0, -np.inf], "float32", "tensor([100., -inf])"),
        ([[1.0], [-2.0]], "float32", "tensor([[ 1.],\n        [-2.]])"),
        ([], "float32", "tensor([])"),
        ([[]], "float32", "tensor([], size=(1, 0))"),
        ([], "bool", "tensor([], dtype=torch.bool)"),
        ([1.0], "bfloat16", "tensor([1.], dtype=torch.bfloat16)"),
    ],
)
def test_known_numbers_have_known_texts(
    numbers: object, dtype: str, expected: str
) -> None:
    assert expected == tensor_text(np.array(numbers), dtype=dtype)


@pytest.mark.parametrize(
    ("requires_grad", "grad_fn", "expected"),
    [
        (False, None, "tensor(3.)"),
        (True, None, "tensor(3., requires_grad=True)"),
        (True, "AddBackward0", "tensor(3., grad_fn=<AddBackward0>)"),
    ],
)
def test_a_computed_tensor_names_its_grad_fn_and_a_leaf_says_requires_grad(
    requires_grad: bool, grad_fn: str | None, expected: str
) -> None:
    actual = tensor_text(
        np.array(3.0), dtype="float32", requires_grad=requires_grad, grad_fn=grad_fn
    )
    assert expected == actual


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_shape_and_dtype_prints_as_in_pytorch(
    shape: tuple[int, ...], dtype: str
) -> None:
    array = np.abs(sample(shape, 60.0)).astype(dtype)
    assert torch_text(array, dtype) == tensor_text(array, dtype=dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", EMPTY_SHAPES, ids=str)
def test_an_empty_tensor_prints_as_in_pytorch(
    shape: tuple[int, ...], dtype: str
) -> None:
    array = np.empty(shape, dtype)
    assert torch_text(array, dtype) == tensor_text(array, dtype=dtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("power", range(-12, 13))
@pytest.mark.parametrize("whole", [False, True])
def test_every_scale_prints_as_in_pytorch(power: int, dtype: str, whole: bool) -> None:
    for shape in ((), (5,), (30,), (4, 9), (50, 30)):
        array = sample(shape, 10.0**power, dtype)
        array = np.asarray(np.rint(array)) if whole else array
        assert torch_text(array, dtype) == tensor_text(array, dtype=dtype)


@pytest.mark.parametrize("boundary", [1e-4, 1.0, 1e3, 1e8])
@pytest.mark.parametrize("other", [1.0, 1.5, 1e5])
def test_the_borders_of_the_scientific_style_are_pytorchs(
    boundary: float, other: float
) -> None:
    for edge in np.nextafter(boundary, [0.0, boundary, np.inf]):
        for array in (np.array([edge]), np.array([edge, other])):
            actual = tensor_text(array, dtype="float64")
            assert torch_text(array, "float64") == actual


@pytest.mark.parametrize("special", [np.nan, np.inf, -np.inf, 0.0, -0.0])
@pytest.mark.parametrize("number", [np.nan, 0.0, 7.0, -123.0, 0.25, 1e-9, 3e20])
@pytest.mark.parametrize("count", [1, 30])
def test_numbers_without_a_say_in_the_style_print_as_in_pytorch(
    special: float, number: float, count: int
) -> None:
    array = np.array([number, special] * count)
    assert torch_text(array, "float64") == tensor_text(array, dtype="float64")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_suffix_that_does_not_fit_goes_to_a_new_line_as_in_pytorch(
    dtype: str,
) -> None:
    for count in range(1, 60):
        array = np.ones(count, dtype)
        leaf = tensor_text(array, dtype=dtype, requires_grad=True)
        assert torch_text(array, dtype, requires_grad=True) == leaf
        computed = tensor_text(array, dtype=dtype, grad_fn="CloneBackward0")
        assert torch_text(array, dtype, computed=True) == computed


@pytest.mark.parametrize("shape", [(0, 3), (3, 3), (2, 3, 4), (40, 40)], ids=str)
def test_suffixes_after_many_lines_print_as_in_pytorch(shape: tuple[int, ...]) -> None:
    array = sample(shape, 1.0)
    actual = tensor_text(array, dtype="float64", grad_fn="CloneBackward0")
    assert torch_text(array, "float64", computed=True) == actual


@pytest.mark.parametrize(
    "view",
    [np.transpose, np.flip, lambda array: array[::2, 1:], lambda array: array[:, 1]],
    ids=["transposed", "flipped", "strided", "column"],
)
def test_a_view_prints_like_its_copy(view: Callable[[Array], Array]) -> None:
    seen = view(sample((40, 50), 1.0))
    assert tensor_text(seen.copy(), dtype="float64") == tensor_text(
        seen, dtype="float64"
    )


def test_bfloat16_prints_as_in_pytorch() -> None:
    array = np.array([0.5, 3.0, -96.0, np.nan], "float32")
    assert torch_text(array, "bfloat16") == tensor_text(array, dtype="bfloat16")


def test_printing_leaves_the_array_alone() -> None:
    array = sample((40, 40), 1.0)
    before = array.copy()
    tensor_text(array, dtype="float64")
    assert before.tobytes() == array.tobytes()


@st.composite
def any_array(draw: st.DrawFn) -> Array:
    """Any numbers of a dtype at all, or floats of one or two near magnitudes."""
    dtype = np.dtype(draw(st.sampled_from(DTYPES)))
    shape = draw(
        st.just(())
        | arrays.array_shapes(min_dims=1, max_dims=4, min_side=0)
        | st.tuples(st.integers(6, 8), st.integers(140, 160))
    )
    elements = arrays.from_dtype(dtype)
    if dtype.kind == "f":
        tame = arrays.from_dtype(dtype, min_value=-1000, max_value=1000)
        whole = st.integers(-1000, 1000).map(float)
        special = st.sampled_from([0.0, -0.0, np.nan, np.inf, -np.inf])
        elements = draw(
            st.sampled_from([elements, tame, whole, special, whole | special])
        )
    return draw(arrays.arrays(dtype, shape, elements=elements))


@given(any_array())
def test_any_array_prints_as_in_pytorch(array: Array) -> None:
    dtype = str(array.dtype)
    assert torch_text(array, dtype) == tensor_text(array, dtype=dtype)


OPTIONS = (
    "precision=2",
    "precision=0",
    "precision=8, linewidth=100",
    "sci_mode=True",
    "sci_mode=False",
    "sci_mode=True, precision=1",
    "threshold=5",
    "threshold=5, edgeitems=1",
    "threshold=t.inf",
    "edgeitems=2",
    "linewidth=20",
    "precision=3, linewidth=40",
    "profile='short'",
    "profile='full'",
    "profile='short', precision=6",
    "profile='nonsense'",
)
PRINTED = """
say(t.tensor([1.23456, 1000.0]), t.tensor([1.5e-10, 2e10]), t.tensor([1.5, 2.0]))
say(t.arange(10), t.arange(24).reshape(2, 3, 4), t.arange(24.0) / 7)
say(t.ones(40, 30), t.arange(1200.0), t.tensor(0.3), t.zeros(0, 2))
say(t.ones(3, 20, requires_grad=True) * 1.23456, t.tensor([float("nan"), 1.0]))
"""


@pytest.mark.parametrize("options", OPTIONS)
def test_options_change_the_print_as_in_pytorch(options: str) -> None:
    default = "\nt.set_printoptions(profile='default')"
    try:
        agree_on_story(f"t.set_printoptions({options})\n{PRINTED}{default}")
    finally:
        set_printoptions(profile="default")


def test_options_last_until_they_are_changed() -> None:
    agree_on_story("""
        t.set_printoptions(precision=2, sci_mode=True)
        t.set_printoptions(linewidth=60)
        say(t.tensor([1.23456]), t.arange(30))
        t.set_printoptions(profile="default")
        say(t.tensor([1.23456]))
    """)


@pytest.mark.parametrize(
    "expression",
    [
        "t.ones(2, requires_grad=True).tanh().view(1, 2)",
        "[t.ones(1), {'a': t.tensor(2)}]",
        "(str(t.ones(2)), '%s' % t.ones(2), '{}'.format(t.ones(2)), f'{t.ones(2)!r}')",
        "(f'{t.tensor(1.5):.3f}', f'{t.tensor(3):d}', f'{t.tensor(True)}')",
        "f'{t.ones(1):.2f}'",
        "'%.2f' % t.tensor([1.5])",
        "(t.float32, t.int64, str(t.bool), repr(t.uint8), t.half, t.long, t.double)",
        "(t.Size([2, 3]), t.Size(()), t.Size([2]) + t.Size([3]), t.Size([2]) * 2)",
        "(2 * t.Size([1]), t.Size(x for x in (1, 2)), t.Size(), t.Size([t.tensor(2)]))",
        "(t.Size([1, 2, 3])[1:], t.Size([2, 3]).numel(), t.Size([2]) == (2,))",
        "t.Size('ab')",
        "t.Size([1, 1.5])",
    ],
)
def test_what_prints_agrees(expression: str) -> None:
    agree("", expression)
