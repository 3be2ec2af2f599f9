"""``Module``: attributes are registered, and all of it can be moved and printed."""

from __future__ import annotations

import copy
import pickle

import pytest

from autoviz.core import modes
from autoviz.core.tensor import Tensor
from autoviz.nn.modules.module import Module
from tests.nn.modules.agreement import agree_on_modules
from tests.oracle import ours

NET = """
class Part(nn.Module):
    def __init__(self, into, out):
        super().__init__()
        self.weight = nn.Parameter(t.ones(out, into))
        self.bias = nn.Parameter(t.zeros(out))
        self.register_buffer("count", t.tensor(0))
        self.register_buffer("scratch", t.tensor(0.0), persistent=False)

    def forward(self, x):
        return x @ self.weight.t() + self.bias

    def extra_repr(self):
        return "a part"

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = Part(2, 3)
        self.b = Part(3, 1)
        self.again = self.a
        self.size = 3

    def forward(self, x):
        return self.b(t.tanh(self.a(x)))

class Early(nn.Module):
    def __init__(self, value):
        self.value = value

net = Net()

def assigned(module, name, value):
    setattr(module, name, value)
    return getattr(module, name)
"""


def test_a_module_prints_its_parts() -> None:
    agree_on_modules(NET + "say(net)\nsay(nn.Module())")


def test_what_is_assigned_before_init_is_refused() -> None:
    agree_on_modules(
        NET
        + """
tried(lambda: Early(nn.Parameter(t.ones(1))))
tried(lambda: Early(Part(1, 1)))
tried(lambda: Early(3).register_buffer("b", None))
tried(lambda: Early(3).register_parameter("b", None))
tried(lambda: Early(3)(3))
tried(lambda: Early(3).unknown)
"""
    )


def test_a_name_stays_in_its_table() -> None:
    agree_on_modules(
        NET
        + """
tried(lambda: assigned(net.a, "weight", t.ones(2)))
tried(lambda: assigned(net.a, "weight", 3))
tried(lambda: assigned(net.a, "weight", Part))
tried(lambda: assigned(net.a, "weight", nn.Linear(1, 1)))
tried(lambda: assigned(net, "a", t.ones(2)))
tried(lambda: assigned(net.a, "count", 3))
tried(lambda: assigned(net.a, "count", t.tensor(5)))
tried(lambda: assigned(net.a, "weight", None))
tried(lambda: assigned(net.a, "weight", nn.Parameter(t.ones(3, 2))))
tried(lambda: assigned(net, "b", nn.Parameter(t.ones(1))))
tried(lambda: assigned(net, "size", Part(1, 1)))
say(net, [name for name, _ in net.named_parameters()])
"""
    )


def test_a_buffer_says_whether_it_is_saved() -> None:
    agree_on_modules(
        NET
        + """
net.kept = nn.Buffer(t.ones(2))
net.lost = nn.Buffer(t.ones(2), persistent=False)
say(net.kept, [name for name, _ in net.named_buffers()])
net.lost = t.zeros(2)
say(list(net.state_dict()))
"""
    )


@pytest.mark.parametrize("name", ["''", "'a.b'", "'training'", "'weight'", "3", "'x'"])
def test_names_are_checked(name: str) -> None:
    agree_on_modules(
        NET
        + f"""
tried(lambda: net.a.register_parameter({name}, None))
tried(lambda: net.a.register_buffer({name}, None))
tried(lambda: net.a.add_module({name}, None))
"""
    )


def test_kinds_are_checked() -> None:
    agree_on_modules(
        NET
        + """
tried(lambda: net.register_parameter("q", t.ones(1)))
tried(lambda: net.register_parameter("q", nn.Parameter))
tried(lambda: net.register_parameter("q", 2 * nn.Parameter(t.ones(1))))
tried(lambda: net.register_buffer("q", 3))
tried(lambda: net.register_module("q", 3))
tried(lambda: nn.Module(3))
tried(lambda: nn.Module(a=3))
tried(lambda: nn.Module()(3))
tried(lambda: net.train(3))
tried(lambda: net.to(t.int64))
tried(lambda: net.cuda())
"""
    )


def test_attributes_can_be_taken_away() -> None:
    agree_on_modules(
        NET
        + """
del net.a.bias, net.a.count, net.b
say(net, list(net.state_dict()), dir(net) == sorted(dir(net)), "a" in dir(net))
tried(lambda: net.a.bias)
tried(lambda: delattr(net, "unknown"))
"""
    )


def test_all_parts_are_in_one_mode() -> None:
    agree_on_modules(
        NET
        + """
say(net.eval() is net, net.training, net.a.training, net.train().b.training)
say(net.requires_grad_(False) is net, [p.requires_grad for p in net.parameters()])
say(net.apply(lambda module: say(type(module).__name__)) is net)
"""
    )


def test_gradients_are_forgotten() -> None:
    agree_on_modules(
        NET
        + """
net(t.ones(2, 2)).sum().backward()
say([p.grad for p in net.parameters()])
net.zero_grad(set_to_none=False)
say([p.grad for p in net.parameters()])
net.zero_grad()
say([p.grad for p in net.parameters()])
net(t.ones(2, 2)).sum().backward(create_graph=True)
net.zero_grad(set_to_none=False)
say([p.grad for p in net.parameters()])
"""
    )


def test_floats_get_another_type_and_gradients_with_them() -> None:
    agree_on_modules(
        NET
        + """
net(t.ones(2, 2)).sum().backward()
weight = net.a.weight
say(net.double() is net, net.a.weight is weight, weight.dtype, weight.grad.dtype)
say(weight._version, net.a.count.dtype, net.a.scratch.dtype)
say(net.float().a.weight.dtype, net.half().b.weight.dtype)
say(net.to(t.float64).a.weight.dtype, net.to("cpu", t.float32).a.weight.dtype)
say(net.to(t.ones(1, dtype=t.float64)).a.weight.dtype, net.cpu() is net)
say(net.type(t.float32).a.count.dtype)
"""
    )


class _Doubling(Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = ours.nn.Parameter(ours.ones(2))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.weight


def test_a_deep_copy_has_numbers_of_its_own_and_no_gradients() -> None:
    module = _Doubling()
    module(ours.ones(2)).sum().backward()
    twin = copy.deepcopy(module)
    assert twin.weight.grad is None
    with modes.no_grad():
        twin.weight.add_(1)
    assert module.weight.tolist() == [1.0, 1.0]
    assert twin.weight.tolist() == [2.0, 2.0]


def test_a_pickled_module_comes_back() -> None:
    twin = pickle.loads(pickle.dumps(_Doubling().eval()))
    assert not twin.training
    assert twin(ours.ones(2)).tolist() == [1.0, 1.0]


def test_what_is_pytorchs_alone_says_so() -> None:
    with pytest.raises(AttributeError) as raised:
        _Doubling().compile()
    assert str(raised.value) == "'_Doubling' object has no attribute 'compile'"
    assert "record real PyTorch" in raised.value.__notes__[0]
    with pytest.raises(AttributeError) as raised:
        _Doubling().wieght  # noqa: B018
    assert not hasattr(raised.value, "__notes__")


@pytest.mark.parametrize(
    "layer",
    [
        *("Linear(2, 3)", "ReLU()", "Sigmoid()", "Tanh()", "GELU()", "Dropout()"),
        *("LayerNorm(2)", "BatchNorm1d(2)", "Embedding(3, 2)"),
    ],
)
def test_what_is_no_tensor_is_refused_in_the_same_words(layer: str) -> None:
    agree_on_modules(
        f"""
for given in (3, [1.0, 2.0], None, "x"):
    tried(lambda: nn.{layer}(given))
"""
    )


def test_a_cell_of_an_lstm_takes_two_states() -> None:
    agree_on_modules("tried(lambda: nn.LSTMCell(2, 3)(wave(2, 2), wave(2, 3)))")
