"""Layers that normalize: the same here and in PyTorch, nodes and messages included."""

from __future__ import annotations

import pytest

import autoviz as av
from tests.core.ops.inputs import of
from tests.oracle import agree, agree_on_story

F = "F = t.nn.functional; "
ROWS = {
    "matrix": of("matrix")["matrix"],
    "cube": (
        "x = (t.arange(12) * 7 % 12 / 4.0 - 1.0).reshape(2, 2, 3)"
        ".detach().requires_grad_()"
    ),
    "transposed": (
        "w = t.tensor([0.5, 3.0, -1.0, 2.0, 1.0, 0.0], requires_grad=True); "
        "x = w.reshape(3, 2).T"
    ),
    "no_rows": "x = t.ones(0, 3, requires_grad=True)",
    "ints": "x = t.ones(2, 3, dtype=t.int64)",
    "other": "x = t.ones(2, 4)",
}


@pytest.mark.parametrize("given", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize(
    "arguments",
    [
        "(3,)",
        "(3,), a",
        "(3,), None, b",
        "(3,), a, b",
        "(3,), a, b, 0.1",
        "(2, 3)",
        "(2, 3), a.expand(2, 3), None",
        "()",
        "(3,), a[:2]",
        "(3,), a, b[:1]",
        "[3], a",
    ],
)
def test_layer_norm_agrees(arguments: str, given: str) -> None:
    scale = "a = t.tensor([1.0, -2.0, 0.5], requires_grad=True)"
    shift = "b = t.tensor([0.5, 0.0, 1.0], requires_grad=True)"
    agree(f"{F}{given}; {scale}; {shift}", f"F.layer_norm(x, {arguments})")


@pytest.mark.parametrize("given", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize(
    "arguments",
    [
        *("(3,)", "(3,), a", "(3,), a, 0.1", "[3], a, 0", "(2, 3)", "()"),
        *("(3,), a[:2]", "(3,), a.double()"),
    ],
)
def test_rms_norm_agrees(arguments: str, given: str) -> None:
    scale = "a = t.tensor([1.0, -2.0, 0.5], requires_grad=True)"
    agree(f"{F}{given}; {scale}", f"F.rms_norm(x, {arguments})")


@pytest.mark.parametrize("given", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("arguments", ["", ", dim=-1", ", 1, 0", ", 3.0, (0, 1)"])
def test_vectors_of_length_1_agree(arguments: str, given: str) -> None:
    agree(F + given, f"F.normalize(x{arguments})")


IMAGES = {
    "rows": (
        "x = (t.arange(12) * 7 % 12 / 4.0 - 1.0).reshape(4, 3)"
        ".detach().requires_grad_()"
    ),
    "signals": (
        "x = (t.arange(24) * 7 % 24 / 8.0 - 1.0).reshape(2, 3, 4)"
        ".detach().requires_grad_()"
    ),
    "images": (
        "x = (t.arange(36) * 7 % 36 / 8.0 - 1.0).reshape(2, 3, 2, 3)"
        ".detach().requires_grad_()"
    ),
    "turned": (
        "v = (t.arange(36) * 7 % 36 / 8.0 - 1.0).reshape(2, 3, 2, 3)"
        ".detach().requires_grad_(); x = v.transpose(2, 3)"
    ),
    "one_row": "x = t.ones(1, 3, requires_grad=True)",
    "no_rows": "x = t.ones(0, 3, requires_grad=True)",
    "double": "x = t.arange(12).reshape(4, 3).double()",
    "ints": "x = t.ones(2, 3, dtype=t.int64)",
    "vector": "x = t.ones(3)",
    "two_channels": "x = t.ones(4, 2)",
}
CHANNELS = (
    "m, v = t.tensor([0.5, -0.25, 0.0]), t.tensor([1.0, 2.0, 0.5]); "
    "a = t.tensor([1.0, -2.0, 0.5], requires_grad=True); "
    "b = t.tensor([0.5, 0.0, 1.0], requires_grad=True)"
)


@pytest.mark.parametrize("given", IMAGES.values(), ids=IMAGES)
@pytest.mark.parametrize(
    "arguments",
    [
        *("m, v", "m, v, a, b", "m, v, a", "m, v, None, b, eps=0.1", "None, None"),
        *("m, v, training=True", "m, v, a, b, True", "None, None, a, b, True"),
        *("m, v, a, b, True, 0.5, 0.1", "m, v, training=True, momentum=1"),
        *("m, None", "m, None, training=True", "m[:2], v", "m, v[:2]", "m, v, a[:2]"),
        *("m, v, a, b[:2]", "m, v, a.double()", "m.double(), v.double()"),
        *("m, v, eps=-1", "m, v, eps=0", "m, v, training=True, eps=0"),
        *("a, v", "m, b, training=True"),
    ],
)
def test_batch_norm_agrees(arguments: str, given: str) -> None:
    if given == IMAGES["vector"]:
        arguments = arguments.replace("training=True", "eps=0.1")
    agree(f"{F}{given}; {CHANNELS}", f"F.batch_norm(x, {arguments})")


@pytest.mark.parametrize("momentum", ["0.1", "0.5", "0", "1"])
@pytest.mark.parametrize("function", ["batch_norm", "instance_norm"])
@pytest.mark.parametrize("given", [IMAGES["signals"], IMAGES["images"]])
def test_running_statistics_follow_as_in_pytorch(
    given: str, function: str, momentum: str
) -> None:
    training = ", training=True" if function == "batch_norm" else ""
    agree_on_story(f"""
    {given}
    {CHANNELS}
    t.nn.functional.{function}(x, m, v, a, b, momentum={momentum}{training})
    say(m, v, m._version, v._version)
    """)


def test_there_has_to_be_a_momentum() -> None:
    agree(
        f"{F}{IMAGES['rows']}; {CHANNELS}",
        "F.batch_norm(x, m, v, training=True, momentum=None)",
    )


@pytest.mark.parametrize("given", IMAGES.values(), ids=IMAGES)
@pytest.mark.parametrize(
    "arguments",
    [
        *("", "m, v", "m, v, a, b", "m, v, a, b, False", "None, None, a, b"),
        *("use_input_stats=False", "m, None", "m, v, a[:2]", "m, v, eps=0.1"),
    ],
)
def test_instance_norm_agrees(arguments: str, given: str) -> None:
    if given != IMAGES["vector"]:
        agree(f"{F}{given}; {CHANNELS}", f"F.instance_norm(x, {arguments})")


@pytest.mark.parametrize("given", IMAGES.values(), ids=IMAGES)
@pytest.mark.parametrize(
    "arguments",
    [
        *("1", "3", "3, a", "1, a, b", "1, a, None, 0.1", "2", "0", "-1"),
        *("3, a[:2]", "3, None, b[:2]", "3, a, b[:2]", "3, a[None]", "3, a.double()"),
    ],
)
def test_group_norm_agrees(arguments: str, given: str) -> None:
    if given == IMAGES["rows"] and arguments[0] == "3":
        return  # groups of one number: what is left is rounding
    agree(f"{F}{given}; {CHANNELS}", f"F.group_norm(x, {arguments})")


TOLD = {
    "group_norm(x, 1, a, b)": "normalized(",
    "batch_norm(x, m, v, a, b)": "/ sqrt(",
    "batch_norm(x, m, v, a, b, True)": "normalized(",
}


@pytest.mark.parametrize("function", TOLD)
def test_a_norm_is_told_as_the_rule_says(function: str) -> None:
    names: dict[str, object] = {"t": av, "F": av.nn.functional}
    exec(f"{IMAGES['signals']}; {CHANNELS}", names)
    with av.record() as rec:
        eval(f"F.{function}", names).sum().backward()
    assert TOLD[function].replace(" ", "") in "".join(str(rec).split())
