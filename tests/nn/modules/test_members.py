"""Lists of what there is, each thing once, by the way to it."""

from __future__ import annotations

from tests.nn.modules.agreement import agree_on_modules

NET = """
shared = nn.Linear(2, 2)
net = filled(nn.Sequential(shared, nn.Sequential(nn.BatchNorm1d(2), shared), nn.Tanh()))
net.nothing = None
net.register_parameter("none", None)
net.register_module("gap", None)
"""


def test_everything_is_listed_once() -> None:
    agree_on_modules(
        NET
        + """
say([name for name, _ in net.named_parameters()])
say([name for name, _ in net.named_buffers()])
say([name for name, _ in net.named_modules()])
say([name for name, _ in net.named_children()])
say([type(each).__name__ for each in net.modules()])
say([type(each).__name__ for each in net.children()])
say([each.shape for each in net.parameters()], [each.shape for each in net.buffers()])
"""
    )


def test_or_as_often_as_it_is_met() -> None:
    agree_on_modules(
        NET
        + """
say([name for name, _ in net.named_parameters(remove_duplicate=False)])
say([name for name, _ in net.named_modules(remove_duplicate=False)])
say(len(list(net.modules(remove_duplicate=False))))
"""
    )


def test_names_can_begin_with_something_and_stay_here() -> None:
    agree_on_modules(
        NET
        + """
say([name for name, _ in net.named_parameters("net")])
say([name for name, _ in net.named_parameters("net", recurse=False)])
say([name for name, _ in net[0].named_parameters(prefix="x", recurse=False)])
say([name for name, _ in net.named_modules(prefix="net")])
"""
    )


def test_parts_are_found_by_name() -> None:
    agree_on_modules(
        NET
        + """
for name in ("", "0", "1.0", "9", "1.x", "nothing", "0.weight"):
    tried(lambda: net.get_submodule(name))
for name in ("0.weight", "1.1.bias", "0", "1.0.running_mean", "0.x", "weight"):
    tried(lambda: net.get_parameter(name))
for name in ("1.0.running_mean", "0.weight", "1.0.x"):
    tried(lambda: net.get_buffer(name))
"""
    )


def test_parts_are_replaced_by_name() -> None:
    agree_on_modules(
        NET
        + """
net.set_submodule("1.0", nn.ReLU())
net.set_submodule("fresh", nn.Tanh())
say(net)
tried(lambda: net.set_submodule("", nn.ReLU()))
tried(lambda: net.set_submodule("1.0", 3))
tried(lambda: net.set_submodule("other", nn.ReLU(), strict=True))
tried(lambda: net.set_submodule("nothing", nn.ReLU()))
"""
    )


def test_nothing_is_listed_before_init() -> None:
    agree_on_modules(
        """
class Early(nn.Module):
    def __init__(self):
        pass
for listed in ("parameters", "buffers", "modules", "train"):
    tried(lambda: list(getattr(Early(), listed)()))
"""
    )
