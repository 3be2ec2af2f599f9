"""The picture as DOT text."""

from __future__ import annotations

from autoviz.picture.dot import Box, Link, dot

BOXES = (Box("c0", 72.0, 36.0), Box("c1", 144.0, 72.0))


def test_boxes_have_a_fixed_size_in_inches() -> None:
    lines = dot(BOXES, (), "LR").splitlines()
    assert "c0 [width=1.0000 height=0.5000]" in lines
    assert any("fixedsize=true" in line for line in lines)


def test_a_link_keeps_its_id() -> None:
    assert 'c0 -> c1 [id="e0"]' in dot(BOXES, [Link("e0", "c0", "c1")], "LR")


def test_a_label_is_a_placeholder_of_the_size_wanted() -> None:
    text = dot(BOXES, [Link("e0", "c0", "c1", (6.0, 3.6))], "TB")
    assert f'label="{"x" * 10}\\nx\\nx"' in text


def test_what_stands_beside_is_in_the_same_rank() -> None:
    lines = dot(BOXES, [Link("a0", "c0", "c1", beside=True)], "TB").splitlines()
    assert "{rank=same c0 c1}" in lines


def test_the_direction_is_graphvizs() -> None:
    assert "rankdir=LR" in dot(BOXES, (), "LR")
    assert "rankdir=TB" in dot(BOXES, (), "TB")


def test_what_should_be_straight_weighs_more() -> None:
    lines = dot(BOXES, [Link("e0", "c0", "c1", straight=True)], "LR").splitlines()
    assert 'c0 -> c1 [weight=8 id="e0"]' in lines
