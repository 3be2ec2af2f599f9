"""Parameters as one vector, and back."""

from __future__ import annotations

from tests.nn.modules.agreement import agree_on_modules

NET = """
net = filled(nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1)))
"""


def test_a_vector_has_all_numbers_and_lets_gradients_through() -> None:
    agree_on_modules(
        NET
        + """
vector = nn.utils.parameters_to_vector(net.parameters())
say(vector, graph(vector))
(vector**2).sum().backward()
say([each.grad for each in net.parameters()])
"""
    )


def test_parameters_look_at_their_part_of_a_vector() -> None:
    agree_on_modules(
        NET
        + """
vector = t.arange(13.0)
nn.utils.vector_to_parameters(vector, net.parameters())
say(net.state_dict())
vector.zero_()
say(net[0].weight, [each._version for each in net.parameters()])
tried(lambda: nn.utils.vector_to_parameters(3, net.parameters()))
"""
    )
