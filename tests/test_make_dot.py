"""``make_dot``: the graph behind a tensor, of the numpy core and of PyTorch alike."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import graphviz
import pytest
import torch
from graphviz.quoting import a_list

import autoviz as av
from autoviz.core.node import Node
from autoviz.errors import LayoutError
from autoviz.picture.digraph import ROLES, Digraph
from tests.oracle import ours

BOTH = pytest.mark.parametrize("t", [ours, torch], ids=["ours", "torch"])


def told(graph: Digraph) -> str:
    """The boxes and arrows, with the name of a role for how it looks."""
    text = "".join(graph.body)
    for role, looks in ROLES.items():
        text = text.replace(a_list(kwargs=looks), role)
    return text


def dedent(text: str) -> str:
    lines = textwrap.dedent(text).strip("\n").split("\n")
    return "".join(f"\t{line}\n" for line in lines)


def cards(graph: Digraph, role: str) -> list[str]:
    """The labels of one role, their lines parted by a slash."""
    found = re.findall(rf'label=(\S+|".*") {role}\]', told(graph))
    return [each.strip('"').replace("\\n", " / ") for each in found]


def arrows(graph: Digraph) -> list[str]:
    return re.findall(r"\d+ -> \d+", told(graph))


# The same text for the same program


def tutorial(t: Any) -> Any:
    x = t.tensor(3.0, requires_grad=True)
    y = x**2 + 2 * x + 1
    return av.make_dot(y**2, params={"x": x})


TUTORIAL = r"""
    1 [label="()" output]
    2 [label=PowBackward0]
    3 [label=AddBackward0]
    4 [label=AddBackward0]
    5 [label=PowBackward0]
    6 [label=MulBackward0]
    7 [label=AccumulateGrad]
    8 [label="x\n()" leaf]
    2 -> 1
    3 -> 2
    4 -> 3
    5 -> 4
    6 -> 4
    7 -> 5
    8 -> 7
    7 -> 6
"""


def perceptron(t: Any) -> Any:
    W = t.tensor([[0.5, -1.0]], requires_grad=True)
    b = t.tensor([0.25], requires_grad=True)
    x = t.tensor([[1.0], [2.0]])
    h = (W @ x + b).relu()
    return av.make_dot(h.sum(), {"layer.weight": W, "layer.bias": b}, show_saved=True)


PERCEPTRON = r"""
    1 [label="()" output]
    2 [label=SumBackward0]
    3 [label=ReluBackward0]
    4 [label="result\n(1, 1)" saved]
    5 [label=AddBackward0]
    6 [label=MmBackward0]
    7 [label=AccumulateGrad]
    8 [label="mat2\n(2, 1)" saved]
    9 [label=AccumulateGrad]
    10 [label="layer.weight\n(1, 2)" leaf]
    11 [label="layer.bias\n(1,)" leaf]
    2 -> 1
    3 -> 2
    3 -> 4 [dir=none]
    5 -> 3
    6 -> 5
    7 -> 5
    6 -> 8 [dir=none]
    9 -> 6
    10 -> 9
    11 -> 7
"""


def used_twice(t: Any) -> Any:
    a = t.tensor([1.0, 2.0], requires_grad=True)
    return av.make_dot(a * a, {"a": a}, show_attrs=True, show_saved=True)


USED_TWICE = r"""
    1 [label="(2,)" output]
    2 [label="MulBackward0\n---------------------\nother: [saved tensor]\lself : [saved\
 tensor]\l"]
    3 [label="other = a\n(2,)" saved]
    4 [label="self = a\n(2,)" saved]
    5 [label=AccumulateGrad]
    6 [label="a\n(2,)" leaf]
    2 -> 1
    2 -> 3 [dir=none]
    2 -> 4 [dir=none]
    5 -> 2
    5 -> 2
    6 -> 5
"""


def views(t: Any) -> Any:
    w = t.tensor([1.0, 2.0], requires_grad=True)
    y = -w
    return av.make_dot((y.view(2, 1), w.view(1, 2)), {"w": w, "y": y})


VIEWS = r"""
    1 [label="(2, 1)" output]
    2 [label=ViewBackward0]
    3 [label=NegBackward0]
    4 [label=AccumulateGrad]
    5 [label="w\n(2,)" leaf]
    6 [label="y\n(2,)\nbase of the view" base]
    7 [label="(1, 2)" output]
    8 [label=ViewBackward0]
    2 -> 1
    3 -> 2
    4 -> 3
    5 -> 4
    3 -> 6
    6 -> 1 [style=dotted]
    8 -> 7
    4 -> 8
    5 -> 7 [style=dotted]
"""


@BOTH
@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (tutorial, TUTORIAL),
        (perceptron, PERCEPTRON),
        (used_twice, USED_TWICE),
        (views, VIEWS),
    ],
    ids=["tutorial", "perceptron", "used_twice", "views"],
)
def test_program_gives_the_accepted_text(program: Any, expected: str, t: Any) -> None:
    first, second = program(t), program(t)
    expected = expected.replace("\\\n", "")
    assert dedent(expected) == told(first)
    assert first.source == second.source


@BOTH
@pytest.mark.parametrize("program", [tutorial, perceptron, used_twice, views])
def test_picture_is_well_formed_and_has_each_card(program: Any, t: Any) -> None:
    graph = program(t)
    svg = ElementTree.fromstring(graph._repr_svg_())
    name = "{http://www.w3.org/2000/svg}g"
    kinds = [each.get("class") for each in svg.iter(name)]
    assert kinds.count("edge") == len(arrows(graph))
    assert kinds.count("node") == told(graph).count("[label=")


def test_it_is_a_digraph_of_the_package_graphviz() -> None:
    assert isinstance(tutorial(ours), graphviz.Digraph)


def test_neither_torch_nor_a_dot_command_is_needed(tmp_path: Path) -> None:
    code = """
import sys
import autoviz as av
x = av.tensor(3.0, requires_grad=True)
svg = av.make_dot(x * x, {"x": x}, show_saved=True)._repr_svg_()
print(svg.count('class="node"'), "torch" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(av.__file__).parents[1],
        env={"PATH": str(tmp_path), "HOME": str(tmp_path), "SYSTEMROOT": "C:\\Windows"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "6 False\n"


# Names


def test_a_tensor_is_called_what_named_called_it() -> None:
    x = av.tensor([1.0], requires_grad=True).named("x")
    y = (x * 2).named("y")
    graph = av.make_dot(y)
    assert cards(graph, "leaf") == ["x / (1,)"]
    assert cards(graph, "output") == ["y / (1,)"]


def test_params_come_before_named() -> None:
    x = av.tensor([1.0], requires_grad=True).named("x")
    assert cards(av.make_dot(x * 2, {"weight": x}), "leaf") == ["weight / (1,)"]


@BOTH
def test_a_tensor_with_two_names_shows_both(t: Any) -> None:
    w = t.ones(2, requires_grad=True)
    graph = av.make_dot(w * 2, {"encoder.weight": w, "decoder.weight": w})
    assert cards(graph, "leaf") == ["encoder.weight, decoder.weight / (2,)"]


def test_parameters_of_a_module_are_named() -> None:
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Tanh())
    graph = av.make_dot(model(torch.ones(1, 3)), dict(model.named_parameters()))
    assert cards(graph, "leaf") == ["0.bias / (2,)", "0.weight / (2, 3)"]


HOSTILE = '</text><script>"\\N\\l{a|b}&lt;\n\u202e\x00'


@BOTH
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (HOSTILE, '</text><script>"\\N\\l{a|b}&lt;\\n\\u202e\\u0000'),
        ("<<b>x</b>>", "<<b>x</b>>"),
        ("x\\", "x\\"),
        ('\\"]; evil [', '\\"]; evil ['),
        ("漢字é🙂", "漢字é🙂"),
        ("\ud800", "\\ud800"),
        ("graph", "graph"),
        ("n" * 100, "n" * 30 + "…" + "n" * 29),
    ],
)
def test_a_name_stays_text(name: str, shown: str, t: Any) -> None:
    x = t.ones(2, requires_grad=True)
    graph = av.make_dot(x * 2, {name: x})
    svg = ElementTree.fromstring(graph._repr_svg_())
    texts = [each.text for each in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert shown in texts
    assert len(texts) == 5  # two for the leaf, two nodes, one for the output


# What torchviz cannot do


@BOTH
def test_after_backward_saved_tensors_are_drawn_as_freed(t: Any) -> None:
    x = t.tensor(3.0, requires_grad=True)
    y = x**2
    y.backward()
    graph = av.make_dot(y, show_attrs=True, show_saved=True)
    assert cards(graph, "freed") == ["self / freed"]
    assert "exponent: 2\\lself    : [freed]\\l" in told(graph)


@BOTH
def test_a_saved_tensor_that_was_written_to_says_so(t: Any) -> None:
    x = t.tensor([1.0, 2.0], requires_grad=True)
    h = x.exp()
    loss = h.sum()
    h.mul_(2)
    assert cards(av.make_dot(loss, show_saved=True), "freed") == [
        "result / overwritten"
    ]


@BOTH
def test_a_deep_graph_has_its_text_but_is_not_drawn(t: Any) -> None:
    x = y = t.tensor(1.0, requires_grad=True)
    for _ in range(10_000):
        y = y * 1.0
    graph = av.make_dot(y, {"x": x})
    assert told(graph).count("MulBackward0") == 10_000
    sentence = (
        "This graph is too large to be drawn: 20,005 boxes and arrows, and 5,000 are "
        "the most; .source is its DOT text."
    )
    with pytest.raises(LayoutError) as caught:
        graph.pipe()
    assert str(caught.value) == sentence
    assert graph._repr_mimebundle_() == {"text/plain": sentence}


DEEP = """
import gc
import threading
import torch
import autoviz as av
from autoviz.watch import torch_deep

def body():
    y = torch.tensor(1.0, requires_grad=True)
    for _ in range(9_000):
        y = y * 1.0
    for _ in range(2):
        print(av.make_dot(y).source.count("MulBackward0"), len(torch_deep._held))
    del y
    gc.collect()
    print(len(torch_deep._held))

threading.stack_size(2**20)
thread = threading.Thread(target=body)
thread.start()
thread.join()
"""


def test_a_graph_deeper_than_pytorch_can_free_is_freed_all_the_same() -> None:
    """With little room on the stack, so that 9,000 nodes are deep."""
    done = subprocess.run([sys.executable, "-c", DEEP], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "9000 4\n9000 4\n0\n")


NO_GRADIENT = (
    r"no graph: it needs no gradient. Either\lnothing it was computed from has\l"
    r"requires_grad=True, or it was computed\lunder no_grad(), or detach() cut it "
    r"off.\l"
)


@BOTH
@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("t.ones(2) * 2", f"(2,) / {NO_GRADIENT}"),
        ("(x * 2).detach()", f"(2,) / {NO_GRADIENT}"),
        ("t.arange(2)", r"(2,) / no graph: int64 numbers have no\lgradient.\l"),
        (
            "x",
            r"(2,) / no graph: a leaf was made, not computed\lfrom other tensors.\l",
        ),
    ],
)
def test_an_output_without_a_graph_says_why(
    expression: str, expected: str, t: Any
) -> None:
    graph = av.make_dot(eval(expression, {"t": t, "x": t.ones(2, requires_grad=True)}))
    assert cards(graph, "output") == [expected]
    assert len(graph.body) == 1


@BOTH
def test_a_view_made_under_no_grad_says_so(t: Any) -> None:
    x = t.ones(2, requires_grad=True)
    with t.no_grad():
        y = x.view(2, 1)
    graph = av.make_dot(y, {"x": x})
    words = r"no graph: a view of a leaf, made under\lno_grad().\l"
    assert cards(graph, "output") == [f"(2, 1) / {words}"]
    assert cards(graph, "base") == ["x / (2,) / base of the view"]


@BOTH
def test_a_leaf_may_be_an_output_as_well(t: Any) -> None:
    x = t.ones(2, requires_grad=True)
    graph = av.make_dot((x * 2, x), {"x": x})
    assert [each[:8] for each in cards(graph, "output")] == ["(2,)", "x / (2,)"]
    assert cards(graph, "leaf") == []
    assert arrows(graph) == ["2 -> 1", "3 -> 2", "4 -> 3"]


@BOTH
def test_a_base_that_is_a_leaf_of_another_output_is_a_leaf(t: Any) -> None:
    x = t.ones(2, requires_grad=True)
    with t.no_grad():
        view = x.view(2, 1)
    graph = av.make_dot((view, x * 2), {"x": x})
    assert cards(graph, "leaf") == ["x / (2,)"]
    assert cards(graph, "base") == []


@BOTH
def test_an_output_is_drawn_once_and_tuples_may_be_nested(t: Any) -> None:
    x = t.ones(2, requires_grad=True)
    y = x * 2
    assert av.make_dot((y, [y, (y,)])).source == av.make_dot(y).source


# What a node keeps


def test_attributes_have_pytorchs_names() -> None:
    x = torch.ones(2, 3, requires_grad=True)
    graph = av.make_dot(x.sum(-1), show_attrs=True)
    rows = r"dim           : (-1,)\lkeepdim       : False\lself_sym_sizes: (2, 3)\l"
    assert rows in told(graph)


def test_a_long_attribute_is_cut() -> None:
    x = torch.ones(2, 3, 4, 5, requires_grad=True)
    graph = av.make_dot(x.sum(), show_attrs=True, max_attr_chars=8)
    assert r"self_sym_sizes: (2, 3,…\l" in told(graph)


def test_an_attribute_shows_no_address() -> None:
    class Keeper(Node):
        _saved_thing = object()

    node = (av.tensor(1.0, requires_grad=True) * 2).grad_fn
    assert node is not None
    y = av.tensor(1.0)
    y.node = Keeper(node.table_row().plan(0), (), (), (), {}, (), node.dtype)
    graph = av.make_dot(y, show_attrs=True)
    assert r"thing: <object object>\l" in told(graph)


class Times(torch.autograd.Function):
    """``ctx`` may have attributes of any name."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x, y)
        ctx.name = ctx.variable = ctx.saved = "mine"
        return x * y

    @staticmethod
    def backward(ctx: Any, g: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x, y = ctx.saved_tensors
        return g * y, g * x


def test_what_a_custom_function_saved_is_always_drawn() -> None:
    a = torch.ones(2, requires_grad=True)
    y: Any = Times.apply(a, torch.ones(2))
    graph = av.make_dot(y, {"a": a})
    assert "2 [label=TimesBackward]" in told(graph)
    saved = ["saved_tensors[0] = a / (2,)", "saved_tensors[1] / (2,)"]
    assert cards(graph, "saved") == saved


def test_of_a_custom_function_that_was_freed_only_that_is_known() -> None:
    a = torch.ones(2, requires_grad=True)
    y: Any = Times.apply(a, torch.ones(2))
    y.sum().backward()
    assert cards(av.make_dot(y), "freed") == []
    shown = cards(av.make_dot(y, show_saved=True), "freed")
    assert shown == ["saved_tensors / freed, if any"]


def test_an_unpack_hook_that_fails_is_no_failure_of_ours() -> None:
    def fail(_: Any) -> Any:
        raise OSError("the file is gone")

    a = torch.ones(2, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(lambda each: each, fail):
        y = a.exp()
    shown = cards(av.make_dot(y, show_saved=True), "freed")
    assert shown == ["result / not readable"]


def test_tensors_without_numbers_are_drawn_by_shape() -> None:
    meta = torch.ones(2, requires_grad=True, device="meta")
    sparse = torch.eye(2).to_sparse().requires_grad_()
    graph = av.make_dot((meta * 2, sparse * 2), show_saved=True)
    assert cards(graph, "leaf") == ["(2,)", "(2, 2)"]


@BOTH
def test_nothing_of_the_tensors_is_changed(t: Any) -> None:
    x = t.tensor(3.0, requires_grad=True)
    y = x**2
    av.make_dot(y, show_attrs=True, show_saved=True)
    y.backward()
    assert x.grad.item() == 6.0
    assert (x._version, y._version) == (0, 0)


# Passed by mistake


def double(x: Any) -> Any:
    return x * 2


@BOTH
@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (lambda y: None, "None: does the function return its result?"),
        (
            lambda y: torch.nn.Linear(2, 2),
            "the module Linear: call it, and pass what it returns: model(x)",
        ),
        (
            lambda y: double,
            "the function double: call it, and pass what it returns: double(x)",
        ),
        (
            lambda y: y.relu,
            "the function relu: call it, and pass what it returns: relu(x)",
        ),
        (lambda y: y.item(), "float, which keeps no graph: pass the tensor it was"),
        (
            lambda y: y.detach().numpy(),
            "ndarray, which keeps no graph: pass the tensor it was taken from",
        ),
        (lambda y: {"loss": y}, "a dict: pass the tensors in it, tuple(outputs.v"),
        (lambda y: type(y), "the class Tensor"),
        (lambda y: "loss", "str"),
        (lambda y: (y, None), "None: does the function return its result?"),
    ],
)
def test_what_is_no_tensor_is_named(passed: Any, words: str, t: Any) -> None:
    y = t.ones(1, requires_grad=True) * 2
    start = "make_dot() takes a tensor, or a tuple of tensors, not "
    with pytest.raises(TypeError) as caught:
        av.make_dot(passed(y))
    assert str(caught.value).startswith(start + words)


@BOTH
def test_a_node_is_named_as_one(t: Any) -> None:
    y = t.ones(1, requires_grad=True) * 2
    with pytest.raises(TypeError, match=r"not the node .*: pass the tensor whose grad"):
        av.make_dot(y.grad_fn)


def test_no_tensor_at_all() -> None:
    with pytest.raises(ValueError, match="got no tensor: the tuple is empty"):
        av.make_dot(())


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ([], "such as dict(model.named_parameters()), not list"),
        ({"w": 3.0}, "params['w'] is no tensor: float"),
    ],
)
def test_params_that_name_no_tensors(params: Any, words: str) -> None:
    with pytest.raises(TypeError, match=re.escape(words)):
        av.make_dot(av.ones(1), params)
