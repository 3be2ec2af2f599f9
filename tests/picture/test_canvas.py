"""SVG elements."""

from __future__ import annotations

from xml.etree import ElementTree

from autoviz.picture.canvas import Canvas, clean, printable
from autoviz.picture.frame import Frame

FRAME = Frame(
    {"c1": "card leaf", "h1": "halo off", "n": "number now"},
    {"c1v": "3.0", "n": "2 & <3>", "e": ""},
)


def test_markup_in_a_text_is_text() -> None:
    canvas = Canvas(FRAME)
    canvas.text("label", 1, 2, '</text><script>"&')
    element = ElementTree.fromstring(str(canvas))
    assert (element.text, list(element)) == ('</text><script>"&', [])


def test_what_xml_forbids_is_made_visible() -> None:
    assert printable("a\x00b\ud800c\uffffd") == "a\ufffdb\ufffdc\ufffdd"
    assert clean("\x1b<") == "\ufffd&lt;"


def test_a_frame_sets_class_and_text_by_id() -> None:
    canvas = Canvas(FRAME)
    canvas.text("label", 1, 2, "before", id="n")
    expected = '<text class="number now" x="1" y="2" data-id="n">2 &amp; &lt;3&gt;'
    assert str(canvas) == f"{expected}</text>"


def test_a_text_without_an_id_stays_as_it_is() -> None:
    canvas = Canvas(FRAME)
    canvas.text("label", 1, 2.25, "value", width=30.0)
    assert 'y="2.2"' in str(canvas)
    assert 'textLength="30">value<' in str(canvas)


def test_a_still_has_no_ids() -> None:
    canvas = Canvas(FRAME, still=True)
    canvas.open("c1")
    canvas.text("number", 1, 2, id="c1v")
    canvas.close()
    assert str(canvas) == (
        '<g class="card leaf"><text class="number" x="1" y="2">3.0</text></g>'
    )


def test_a_still_leaves_out_what_is_hidden_and_all_in_it() -> None:
    canvas = Canvas(FRAME, still=True)
    canvas.open("c1")
    canvas.open("h1")
    canvas.rect("", 0, 0, 1, 1)
    canvas.close()
    canvas.text("number", 1, 2, id="e")
    canvas.close()
    assert str(canvas) == '<g class="card leaf"></g>'


def test_the_player_needs_hidden_things_too() -> None:
    canvas = Canvas(FRAME)
    canvas.open("h1")
    canvas.close()
    assert str(canvas) == '<g data-id="h1" class="halo off"></g>'


def test_parts_of_one_line() -> None:
    frame = Frame({"p": "past", "n": "now"}, {"p": "", "n": "192"})
    player, still = Canvas(frame), Canvas(frame, still=True)
    for canvas in (player, still):
        canvas.spans("number", 9, 8, ["p", "n"])
    assert str(player).count("<tspan") == 2
    assert '<tspan class="now">192</tspan></text>' in str(still)
    assert str(still).count("<tspan") == 1


def test_a_title_has_the_width_that_was_worked_out() -> None:
    canvas = Canvas(Frame())
    canvas.title(0, 0, "y", " = x<2", 10.0)
    bold, plain = ElementTree.fromstring(f"<g>{canvas}</g>")
    assert ("title b", "y", "6") == (
        bold.get("class"),
        bold.text,
        bold.get("textLength"),
    )
    assert ("title", "= x<2", "12", "30.1") == (
        plain.get("class"),
        plain.text,
        plain.get("x"),
        plain.get("textLength"),
    )


def test_a_hint_is_a_title_that_a_frame_sets() -> None:
    full, empty = (Frame({}, {"e": text}) for text in ("0.1 < 1", ""))
    said = {
        kind: [str(canvas(each, **options)) for each in (full, empty)]
        for kind, options in {
            "player": {},
            "still": {"still": True},
            "moving": {"moving": True},
        }.items()
    }
    assert said == {
        "player": [
            '<title data-id="e">0.1 &lt; 1</title>',
            '<title data-id="e"></title>',
        ],
        "still": ["<title>0.1 &lt; 1</title>", ""],
        "moving": ["", ""],
    }


def canvas(frame: Frame, **options: bool) -> Canvas:
    made = Canvas(frame, **options)
    made.hint(id="e")
    return made


def test_moving_pictures_have_as_many_parts_in_every_frame() -> None:
    shown, hidden = (Frame({"h": each}, {"e": ""}) for each in ("halo", "halo off"))
    canvases = [Canvas(each, moving=True) for each in (shown, hidden)]
    for canvas in canvases:
        canvas.open("h")
        canvas.text("number", 1, 2, id="e")
        canvas.close()
    assert ['<g class="halo">', '<g class="halo off">'] == [
        each.parts[0] for each in canvases
    ]
    assert canvases[0].parts[1:] == canvases[1].parts[1:]
