"""The drawing."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import autoviz as av
from autoviz.picture.frame import frame
from autoviz.picture.matrix import GAP
from autoviz.picture.svg import bounds, draw
from autoviz.picture.view import view
from autoviz.recording import Recording
from tests.picture.drawn import read
from tests.picture.programs import EVERY, pictures, recorded, seen
from tests.picture.traces import tutorial

ROOT = Path(__file__).parents[2]


def lines_of(group: str, k: int) -> list[str]:
    found = view(tutorial())
    drawn = read(draw(found, frame(found, k), "x"))
    return [each.css for each in drawn.lines if each.inside[-1] == group]


@pytest.mark.parametrize("name", EVERY)
def test_every_step_is_well_formed(name: str) -> None:
    assert len(pictures(name)) == len(recorded(name).trace.steps) + 1


def test_an_edge_is_two_arrows_with_a_head_each() -> None:
    assert lines_of("e0f", 0) == ["line", "head"]
    assert lines_of("e0g", 0) == ["glow", "line", "head"]


def test_the_two_arrows_of_an_edge_point_opposite_ways_side_by_side() -> None:
    found = view(tutorial())
    drawn = read(draw(found, frame(found, 12), "x"))
    forward, back = (
        next(x.points for x in drawn.lines if x.inside[-1] == id and x.css == "line")
        for id in ("e4f", "e4g")
    )
    assert forward[0][0] < forward[-1][0]
    assert back[0][0] > back[-1][0]
    assert back[0][1] - forward[0][1] == pytest.approx(8, abs=0.2)  # below


def test_an_accumulate_arrow_is_drawn_as_a_gradient_is() -> None:
    assert lines_of("a0", 0) == lines_of("e0g", 0)


def test_the_label_is_an_attribute_whatever_it_has_in_it() -> None:
    found = view(tutorial())
    root = ElementTree.fromstring(draw(found, frame(found, 0), 'a"<b>\x00&'))
    assert root.attrib["aria-label"] == 'a"<b>\ufffd&'


def test_bounds_are_those_of_the_file() -> None:
    width, height, _ = bounds(seen("tutorial"))
    assert pictures("tutorial")[0].box == (0, 0, width, height)


HOSTILE = [
    '<script>alert("1")</script>',
    "]]>",
    "&lt;&amp;&#0;",
    "\x00\x07\x1b[31m",
    "\u202e\u2066\u200b",
    "\ud800",
    "x" * 200,
    "é漢字🎈",
    "'\"`${x}{{y}}",
    "",
    " ",
    "\n\r\t",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_learners_name_stays_text(name: str) -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True).named(name)
        y = (x * x).named(name)
        y.backward()
    plain = ordinary()
    for k in range(len(rec)):
        for svg in (rec[k].drawing, rec[k].svg):
            root = ElementTree.fromstring(svg)
            tags = {each.tag.split("}")[1] for each in root.iter()}
            assert tags <= {"svg", "title", "desc", "style", "g", "rect", "path"} | {
                "text",
                "tspan",
            }
            assert not any("\u202a" <= each <= "\u202e" for each in svg)
        drawn, expected = read(rec[k].drawing), read(plain[k].drawing)
        assert drawn.ids == expected.ids


def ordinary() -> Recording:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True).named("a")
        y = (x * x).named("b")
        y.backward()
    return rec


def texts(rec: Recording, k: int) -> set[str]:
    return {each.content for each in read(rec[k].drawing).texts}


def test_an_empty_tensor_says_so() -> None:
    assert "empty" in texts(recorded("empty"), 0)


def test_whole_numbers_and_bools_are_written_as_such() -> None:
    found = texts(recorded("kinds"), -1)
    assert {"True", "False", "1", "4", "7.0"} <= {
        word for text in found for word in text.split(GAP)
    }


def test_one_element_is_a_number_however_many_dimensions() -> None:
    assert "(1, 1, 1)" in texts(recorded("kinds"), 0)
    drawn = read(recorded("kinds")[0].drawing)
    one = next(each.inside[-1] for each in drawn.texts if each.content == "one")
    assert [e.content for e in drawn.texts if e.inside[-1] == one and e.id == f"{one}v"]


PROGRAM = """
import hashlib, json, pathlib
from autoviz.player.document import document
from autoviz.watch.script import run
import autoviz, contextlib, io
path = pathlib.Path(autoviz.__file__).parent / "programs" / "perceptron.py"
with contextlib.redirect_stdout(io.StringIO()):
    rec = run(path).made[0].recording
text = "".join(rec[k].svg + rec[k].drawing for k in range(len(rec)))
text += json.dumps(document(rec._view, "x")) + str(rec)
print(hashlib.sha256(text.encode()).hexdigest())
"""


def test_equal_programs_give_equal_bytes_in_any_process() -> None:
    found = set()
    for seed in ("0", "1", "4242"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = (sys.executable, "-c", PROGRAM)
        answer = subprocess.run(
            command, capture_output=True, text=True, env=environment, check=True
        )
        found.add(answer.stdout)
    assert len(found) == 1
    assert len(found.pop().strip()) == hashlib.sha256().digest_size * 2


def test_equal_traces_give_equal_bytes() -> None:
    first, second = (Recording(tutorial()) for _ in range(2))
    assert [each.svg for each in first] == [each.svg for each in second]
