"""The worked example of ``docs/core.md`` is true: its operation is PyTorch's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from autoviz.core.ops.families import FAMILIES
from autoviz.core.tensor import wrap

DOCS = Path(__file__).parents[1] / "docs"
CORE = (DOCS / "core.md").read_text("utf-8")


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """What the programs of the page have defined, one after the other."""
    space: dict[str, Any] = {}
    for program in re.findall(r"^```python\n(.*?)^```", CORE, re.DOTALL | re.MULTILINE):
        exec(program, space)
    return space


def test_the_added_operation_is_pytorchs(example: dict[str, Any]) -> None:
    numbers = example["SAMPLES"]["ASIN"][0][0][0]
    ours = wrap(numbers.copy(), requires_grad=True)
    theirs = torch.tensor(numbers, requires_grad=True)
    made, expected = example["asin"](ours), torch.asin(theirs)
    made.sum().backward()
    expected.sum().backward()
    assert made.grad_fn.name() == expected.grad_fn.name()
    np.testing.assert_allclose(made.array, expected.detach().numpy())
    np.testing.assert_allclose(ours.grad.array, theirs.grad.numpy())


def test_its_rule_is_its_derivative(example: dict[str, Any]) -> None:
    grad = example["ASIN"].grads[0]
    at = np.array([0.5, -0.25])
    expected = eval(grad.rule, {"self": at})
    np.testing.assert_allclose(grad.vjp(np.ones(2), at), expected)


def test_the_row_that_is_shown_is_the_one_in_the_table() -> None:
    shown = re.search(r"   MUL = Op\((.*?)\n   \)", CORE, re.DOTALL)
    assert shown is not None
    file = Path(str(FAMILIES[0].__file__)).read_text("utf-8")
    code = "".join(re.sub(r" {2,}#.*", "", shown[1]).split())
    assert f"MUL=Op({code})" in "".join(file.split())


def test_every_file_that_is_mentioned_is_there() -> None:
    names = {each.__name__.rpartition(".")[2] for each in FAMILIES}
    table = CORE[: CORE.index("A file is a *family*")]
    files = re.findall(r"(?:in |, |\| )`([a-z_]+)`(?=[,;| ])", table)
    folders = {each.__name__.split(".")[-2] for each in FAMILIES}
    functions = {"x", "exp", "sum", "max", "std", "cumsum", "reshape", "copy_"}
    assert set() == set(files) - names - folders - functions
