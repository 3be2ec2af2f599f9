"""``Parameter`` and ``Buffer``: tensors with a class of their own."""

from __future__ import annotations

import copy
import pickle

import pytest

from autoviz.nn import Buffer, Parameter
from tests.nn.modules.agreement import agree_on_modules
from tests.oracle import numbers, ours


def test_a_parameter_is_a_leaf_that_looks_at_the_memory_it_is_given() -> None:
    agree_on_modules(
        """
        x = t.zeros(2)
        p = nn.Parameter(x)
        x.add_(1)
        say(p, p.is_leaf, p._version, p._is_view(), nn.Parameter())
        with t.no_grad():
            p.add_(1)
        say(x, x._version, isinstance(p, t.Tensor), isinstance(p, nn.Parameter))
        say(isinstance(x, nn.Parameter), nn.Parameter(x, requires_grad=False))
        say(nn.Parameter(t.ones(2, requires_grad=True) * 2), nn.Parameter(p[0]))
        """
    )


def test_what_is_computed_from_a_parameter_is_none() -> None:
    agree_on_modules(
        """
        p = nn.Parameter(t.ones(2, 2))
        for each in (p.detach(), p.data, p.clone(), p + 1, p[0], p.view(4), p.T):
            say(isinstance(each, nn.Parameter), each)
        p.sum().backward()
        say(p.grad, isinstance(p.grad, nn.Parameter))
        """
    )


def test_what_cannot_be_learnt_is_refused() -> None:
    agree_on_modules(
        """
        tried(lambda: nn.Parameter(t.tensor([1])))
        tried(lambda: nn.Parameter([1.0]))
        tried(lambda: nn.Parameter(t.tensor([1]), requires_grad=False))
        """
    )


def test_a_buffer_prints_as_a_tensor() -> None:
    agree_on_modules(
        """
        b = nn.Buffer(t.ones(2))
        say(b, b.persistent, isinstance(b, nn.Buffer), isinstance(t.ones(1), nn.Buffer))
        say(nn.Buffer(t.ones(2, requires_grad=True)), nn.Buffer(persistent=False))
        """
    )


@pytest.mark.parametrize("way", ["deepcopy", "pickle", "copy"])
def test_a_copy_is_a_parameter_without_a_gradient(way: str) -> None:
    parameter = Parameter(ours.ones(2))
    parameter.grad = ours.ones(2)
    copies = {
        "deepcopy": copy.deepcopy,
        "pickle": lambda each: pickle.loads(pickle.dumps(each)),
        "copy": copy.copy,
    }
    twin = copies[way](parameter)
    assert type(twin) is Parameter
    assert twin.requires_grad
    assert twin.grad is None
    assert numbers(twin).tolist() == [1.0, 1.0]
    assert (twin.data_ptr() == parameter.data_ptr()) is (way == "copy")


def test_a_shared_parameter_stays_shared_in_a_deep_copy() -> None:
    parameter = Parameter(ours.ones(2))
    one, other = copy.deepcopy([parameter, parameter])
    assert one is other


def test_a_buffer_is_no_parameter() -> None:
    assert not isinstance(Buffer(ours.ones(1)), Parameter)
