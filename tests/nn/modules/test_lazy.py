"""Lazy layers: what they are before their first call, and after it."""

from __future__ import annotations

import pytest

from tests.nn.modules.agreement import agree_on_modules

STACKS = {
    "linear": (
        "nn.LazyLinear(3), nn.ReLU(), nn.LazyLinear(2, bias=False)",
        "wave(4, 5)",
    ),
    "images": (
        "nn.LazyConv2d(4, 3, padding=1), nn.LazyBatchNorm2d(), nn.LazyLinear(2)",
        "wave(2, 3, 5, 5)",
    ),
    "signals": (
        "nn.LazyConv1d(4, 3, groups=2), nn.LazyBatchNorm1d(affine=False)",
        "wave(2, 6, 5)",
    ),
    "one_image": ("nn.LazyConvTranspose2d(4, 3, 2)", "wave(3, 5, 5)"),
    "one_signal": ("nn.LazyConvTranspose1d(4, 3, 2, bias=False)", "wave(3, 5)"),
    "volumes": ("nn.LazyBatchNorm3d(track_running_stats=False)", "wave(2, 3, 2, 2, 2)"),
}


@pytest.mark.parametrize(("layers", "inputs"), STACKS.values(), ids=STACKS)
def test_a_lazy_layer_becomes_what_it_stands_for(layers: str, inputs: str) -> None:
    agree_on_modules(
        f"""
        net = nn.Sequential({layers})
        say(net, list(net.state_dict()), [name for name, _ in net.named_parameters()])
        before = list(net.parameters())
        say(before)
        net({inputs})
        after = list(net.parameters())
        say(net, [each.shape for each in after])
        say([len(each._forward_pre_hooks) for each in net])
        say([one is two for one, two in zip(before, after)])
        say([type(each).__name__ for each in after])
        say(filled(net)({inputs}))
        """
    )


def test_a_copy_waits_for_itself() -> None:
    agree_on_modules(
        """
        import copy, pickle
        norm = nn.LazyBatchNorm1d(track_running_stats=False)
        net = nn.Sequential(nn.LazyLinear(3), norm)
        twin, third = copy.deepcopy(net), pickle.loads(pickle.dumps(net))
        net(wave(2, 4))
        say(net, twin, third)
        twin(wave(2, 5))
        say(net, twin, third(wave(2, 6)).shape)
        """
    )


def test_what_is_loaded_has_a_shape() -> None:
    agree_on_modules(
        """
        lazy, linear = nn.LazyLinear(3), filled(nn.Linear(2, 3))
        say(lazy.load_state_dict(linear.state_dict()), lazy, lazy.weight)
        say(lazy(wave(1, 2)), lazy)
        tried(lambda: linear.load_state_dict(nn.LazyLinear(3).state_dict()))
        say(nn.LazyLinear(3).load_state_dict(nn.LazyLinear(3).state_dict()))
        """
    )


def test_a_type_can_be_told_before() -> None:
    agree_on_modules(
        """
        say(nn.LazyLinear(3, dtype=t.float64)(wave(1, 2).double()).dtype)
        say(nn.LazyLinear(3).double()(wave(1, 2).double()).dtype)
        """
    )


def test_what_does_not_fit_is_refused() -> None:
    agree_on_modules(
        """
        tried(lambda: nn.LazyConv2d(4, 3, groups=2)(wave(2, 3, 5, 5)))
        tried(lambda: nn.LazyConv2d(4, 3)(wave(3, 5)))
        tried(lambda: nn.LazyLinear(3).weight.shape)
        """
    )


def test_a_parameter_can_wait_by_itself() -> None:
    agree_on_modules(
        """
        p, b = nn.UninitializedParameter(), nn.UninitializedBuffer()
        say(p, b, isinstance(p, nn.Parameter), p.requires_grad, b.requires_grad)
        p.materialize((2, 3))
        b.materialize((3,), dtype=t.float64)
        say(type(p).__name__, p.shape, b.shape, b.dtype)
        """
    )
