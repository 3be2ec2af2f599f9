"""The graph behind a tensor that nobody recorded."""

from __future__ import annotations

import pytest
import torch

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import GraphNode


def by_name(shown: Recording) -> dict[str, GraphNode]:
    return {node.names[0]: node for node in shown.trace.graph.nodes if node.names}


@pytest.mark.parametrize("library", [av, torch], ids=["numpy", "torch"])
def test_what_variables_and_saved_tensors_know_is_shown(library: object) -> None:
    """``y`` is a variable; the squares are known to nobody."""
    x = library.tensor(3.0, requires_grad=True)  # type: ignore[attr-defined]
    y = x**2 + 2 * x
    loss = y**2
    shown = av.show(loss)
    nodes = by_name(shown)
    assert {"x", "y", "loss"} == set(nodes)
    assert [3.0, 15.0, 225.0] == [nodes[n].value.item() for n in ("x", "y", "loss")]
    assert 0 == len(shown.trace.steps)


@pytest.mark.parametrize("library", [av, torch], ids=["numpy", "torch"])
def test_moment_is_said(library: object) -> None:
    """Before backward every ``.grad`` is None; after it, not."""
    x = library.tensor(3.0, requires_grad=True)  # type: ignore[attr-defined]
    loss = x * x
    before = str(av.show(loss))
    loss.backward()
    after = av.show(loss)
    assert "Before backward()" in before
    assert "None" in before
    assert "After backward()" in str(after)
    assert 6.0 == by_name(after)["x"].grad.item()
    assert by_name(after)["loss"].freed


def test_nothing_is_left_behind_on_pytorch_s_graph() -> None:
    """A backward after ``show`` is not ours to hear of."""
    x = torch.tensor(3.0, requires_grad=True)
    loss = x * x
    shown = av.show(loss)
    loss.backward()
    assert 0 == len(shown.trace.steps)
    assert 6.0 == x.grad.item()


def test_module_is_called_and_recorded() -> None:
    """With its parameters by name."""
    model = torch.nn.Linear(2, 1)
    shown = av.show(model, torch.ones(3, 2))
    names = {name for node in shown.trace.graph.nodes for name in node.names}
    assert {"weight", "bias"} <= {name.split(".")[-1] for name in names}


def test_tensor_without_a_graph_is_one_card() -> None:
    """It says that nothing requires grad."""
    shown = av.show(av.tensor([1.0, 2.0]))
    assert 1 == len(shown.trace.graph.nodes)
    assert "no tensor requires grad" in str(shown)


def test_what_cannot_be_shown_is_refused_in_one_sentence() -> None:
    """A number has no graph."""
    with pytest.raises(TypeError, match=r"show\(\) takes a tensor.*not int"):
        av.show(3)
