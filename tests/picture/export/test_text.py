"""Text and Markdown files."""

from __future__ import annotations

import re

from autoviz.picture.export.text import markdown, sections, sentences
from autoviz.records import Graph, Trace
from tests.picture.export import lesson
from tests.picture.programs import recorded


def test_a_line_for_each_step_that_is_asked_for() -> None:
    lines = list(sentences(lesson().trace, [11, 3]))
    assert ["Step 11 of 12", "Step 3 of 12"] == [each.split(".")[0] for each in lines]
    assert all(each.endswith("\n") and each.count("\n") == 1 for each in lines)


def test_markdown_begins_with_the_program() -> None:
    text = markdown(lesson().trace, range(13), "A lesson")
    title, _, fence, *program = text.splitlines()
    assert ("# A lesson", "```python") == (title, fence)
    assert program[0].startswith("x = av.tensor(3.0")
    steps = re.findall(r"^## Step (\d+) of 12$", text, flags=re.M)
    assert [str(k) for k in range(13)] == steps


def test_a_section_has_the_sentence_and_a_row_for_each_tensor() -> None:
    trace = lesson().trace
    (text,) = sections(trace, [12])
    heading, _, said, _, *table = text.splitlines()
    assert "## Step 12 of 12" == heading
    assert said.startswith("64 + 192 = 256 is complete")
    assert 2 + len(trace.graph.nodes) == len(table)
    assert {7} == {len(re.findall(r"(?<!\\)\|", row)) for row in table}
    assert r"x\*\*2" in text


def test_names_are_no_markup() -> None:
    trace = recorded("hostile").trace
    text = markdown(trace, [5], "# <b>_x_</b> | `y`")
    assert r"# \# \<b\>\_x\_\</b\> \| \`y\`" == text.splitlines()[0]
    said = text.split("## Step", 1)[1]
    assert not re.search(r"(?<!\\)[<>`*]", said)


def test_a_fence_is_longer_than_any_in_the_program() -> None:
    trace = Trace(Graph(()), (), {"cell [1]": {1: "s = '````'"}})
    assert "`````python\ns = '````'\n`````\n" in markdown(trace, [0], "t")
