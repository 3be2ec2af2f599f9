"""Saving and loading: names, memory that is shared, and everything that is refused."""

from __future__ import annotations

from tests.nn.modules.agreement import agree_on_modules

NET = """
net = filled(nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)))
other = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
"""


def test_a_state_is_an_ordered_dict_of_what_is_learnt_and_kept() -> None:
    agree_on_modules(
        NET
        + """
state = net.state_dict()
say(state, state._metadata, type(state).__name__)
say(net.state_dict(prefix="net.").keys(), net[0].state_dict(keep_vars=True))
into = {}
say(net[0].state_dict(destination=into) is into, list(into))
"""
    )


def test_a_state_looks_at_the_memory_of_the_module() -> None:
    agree_on_modules(
        NET
        + """
net.state_dict()["0.bias"].zero_()
say(net[0].bias, net[0].bias._version)
"""
    )


def test_what_was_saved_is_loaded() -> None:
    agree_on_modules(
        NET
        + """
weight = other[0].weight
say(other.load_state_dict(net.state_dict()), other[0].weight is weight)
say(other.state_dict(), other[0].bias._version - net[0].bias._version)
"""
    )


def test_all_that_does_not_fit_is_told_at_once() -> None:
    agree_on_modules(
        NET
        + """
state = net.state_dict()
state["0.weight"] = t.ones(3, 3)
state["0.bias"] = 3
state.pop("1.weight")
state["1.more"] = state["strange.name"] = state["strange"] = t.ones(1)
tried(lambda: other.load_state_dict(state))
tried(lambda: other.load_state_dict(state, strict=False))
del state["0.weight"], state["0.bias"]
tried(lambda: other.load_state_dict(state, strict=False))
tried(lambda: other.load_state_dict([3]))
"""
    )


def test_one_number_may_have_a_dimension() -> None:
    agree_on_modules(
        NET
        + """
state = net.state_dict()
state["1.num_batches_tracked"] = t.tensor([4])
say(other.load_state_dict(state), other[1].num_batches_tracked)
"""
    )


def test_the_tensors_themselves_can_be_taken() -> None:
    agree_on_modules(
        NET
        + """
state = {name: each.clone() for name, each in net.state_dict().items()}
say(other.load_state_dict(state, assign=True))
say(other[0].weight, other[1].running_mean is state["1.running_mean"])
other[0].weight.requires_grad_(False)
state["0.weight"] = nn.Parameter(t.ones(3, 2))
other.load_state_dict(state, assign=True)
say(other[0].weight is state["0.weight"], other[0].weight)
"""
    )


def test_a_module_may_save_more() -> None:
    agree_on_modules(
        """
        class Counting(nn.Module):
            def __init__(self, count):
                super().__init__()
                self.count = count

            def get_extra_state(self):
                return {"count": self.count}

            def set_extra_state(self, state):
                self.count = state["count"]

        net, other = nn.Sequential(Counting(5)), nn.Sequential(Counting(0))
        say(net.state_dict(), other.load_state_dict(net.state_dict()))
        say(other[0].count)
        tried(lambda: other.load_state_dict({}))
        tried(lambda: nn.Sequential(nn.Tanh()).load_state_dict(net.state_dict()))
        """
    )


def test_a_state_made_by_hand_may_be_without_the_count_of_batches() -> None:
    agree_on_modules(
        """
norm = nn.BatchNorm1d(2)
norm(wave(3, 2))
state = {name: each + 1 for name, each in norm.state_dict().items()}
del state["num_batches_tracked"]
say(norm.load_state_dict(state), norm.num_batches_tracked, norm.running_mean)
del state["running_var"]
tried(lambda: norm.load_state_dict(state))
whole = norm.state_dict()
del whole["num_batches_tracked"]
tried(lambda: norm.load_state_dict(whole))
"""
    )
