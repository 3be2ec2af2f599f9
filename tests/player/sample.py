"""Documents made by hand, so that the player is tested by itself.

``tutorial`` is the tutorial program, ``matrix`` the step of a perceptron with its
heatmaps, ``tall`` the tutorial as a graph that runs top to bottom. The pictures
are rough; what matters is that they change by ids as real ones do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from autoviz.picture.style import tone_class

__all__ = ["HOSTILE", "hostile", "matrix", "page_of_players", "tall", "tutorial"]

HOSTILE = '<script>window.hacked=1</script>"&<img src=x onerror=hacked=1>'

_STYLE = """<style>
.s-card{fill:var(--av-surface);stroke:var(--av-line)}
.s-on{stroke:var(--av-grad);stroke-width:2.5}
.s-text{font:12px var(--av-mono);fill:var(--av-ink)}
.s-sub{font:9px var(--av-sans);fill:var(--av-muted)}
.s-edge{stroke:var(--av-line)}
.s-grad{stroke:var(--av-trail);stroke-dasharray:5 3;stroke-width:1.5}
.s-hide{visibility:hidden}
</style>"""

# name, grad_fn, value, gradient, x, y
_CARDS = (
    ("x", "leaf", "3.0", "64 + 192", 40, 90),
    ("x**2", "PowBackward0", "9.0", "32.0", 210, 30),
    ("2*x", "MulBackward0", "6.0", "32.0", 210, 150),
    ("x**2 + 2*x", "AddBackward0", "15.0", "32.0", 380, 90),
    ("y", "AddBackward0", "16.0", "32.0", 550, 90),
    ("loss", "PowBackward0", "256.0", "1.0", 720, 90),
)
_EDGES = ((0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (4, 5))
_INPUTS = ([], [0], [0], [1, 2], [3], [4])
# step -> card; steps 1 to 5 run forward, 6 to 12 backward
_ORDER = (None, 1, 2, 3, 4, 5, 5, 5, 4, 3, 2, 1, 0)
_LINE = (None, 2, 2, 2, 2, 3, 4, 4, 4, 4, 4, 4, 4)
_SENT = {7: "32", 9: "32", 10: "64", 11: "192"}
_CODE = (
    "x = av.tensor(3.0, requires_grad=True)",
    "y = x**2 + 2*x + 1",
    "loss = y**2",
    "loss.backward()",
    "print(x.grad)",
)
_MADE = {1: (4, 8), 2: (11, 14), 3: (4, 14), 4: (4, 18), 5: (7, 11)}


_DERIVATIVE = [
    "mfrac",
    ["mrow", ["mi", "d"], ["mo", "("], ["mtext", "x**2"], ["mo", ")"]],
    ["mrow", ["mi", "d"], ["mi", "x"]],
]


def tutorial(name: str = "tutorial") -> dict[str, Any]:
    """Build the tutorial program's document, with ``name`` as its title."""
    return {
        "autoviz": 1,
        "title": name,
        "svg": _svg(860, 250, _CARDS),
        "tall": False,
        "frames": _frames(),
        "steps": [_step(k) for k in range(13)],
        "formulas": [{"text": "d(x**2)/dx", "math": _DERIVATIVE}],
        "phases": [
            {"name": "forward", "kind": "forward", "first": 1, "last": 5},
            {"name": "backward", "kind": "backward", "first": 6, "last": 12},
        ],
        "stops": [5, 6, 11],
        "cards": [
            {"name": card[0], "made": _where(i, _MADE.get(i)), "inputs": inputs}
            for i, (card, inputs) in enumerate(zip(_CARDS, _INPUTS, strict=True))
        ],
        "legend": [
            {"svg": '<svg width="9" height="9"></svg>', "text": text}
            for text in ("value", "gone")
        ],
        "findings": [],
        "code": [{"file": "cell [3]", "lines": list(enumerate(_CODE, 1))}],
        "twin": {
            "columns": ["name", "grad_fn", "value", "gradient", ".grad"],
            "rows": [
                [
                    [None, card[0]],
                    [None, card[1]],
                    [f"v{i}", card[2] if i == 0 else ""],
                    [f"g{i}", ""],
                    ["slot" if i == 0 else None, "None" if i == 0 else "–"],
                ]
                for i, card in enumerate(_CARDS)
            ],
        },
    }


def hostile() -> dict[str, Any]:
    """Write markup wherever a learner's text can stand."""
    document = tutorial(HOSTILE)
    named = ["name", HOSTILE]
    step = document["steps"][11]
    step["caption"] = [named]
    step["why"]["title"] = [named]
    step["why"]["rows"] = [{"label": HOSTILE, "items": [named, {"math": 0}]}]
    document["formulas"] = [{"text": HOSTILE, "math": ["mtext", HOSTILE]}]
    step["question"]["prompt"] = [named]
    document["phases"][0]["name"] = HOSTILE
    document["code"][0]["lines"][0] = [1, HOSTILE]
    document["twin"]["rows"][0][0] = [None, HOSTILE]
    document["frames"][11]["text"]["v1"] = HOSTILE
    return document


def tall() -> dict[str, Any]:
    """Turn the tutorial top to bottom, over a longer way."""
    document = tutorial("tall")
    turned = [(*card[:4], 40 + card[5], 20 + round(card[4] * 1.5)) for card in _CARDS]
    document["svg"] = _svg(390, 1240, turned)
    document["tall"] = True
    return document


def matrix() -> dict[str, Any]:
    """Give the tutorial's step 11 the panel of a matrix product."""
    document = tutorial("perceptron")
    step = document["steps"][11]
    step["caption"] = [
        ["name", "x @ W"],
        ["", " (MmBackward0): the gradient "],
        ["code", "G"],
        ["", " (3, 3) arrived; "],
        ["grad", "xᵀ @ G"],
        ["", ", shape (2, 3), goes to "],
        ["code", "W"],
        ["", ". Nothing goes to "],
        ["code", "x"],
        ["", ": it needs no gradient."],
    ]
    items = [
        _grid(
            "2.00 0.40 -0.50/-2.60 -0.60 -0.20", "4 1 -1/-4 -1 0", ["code", "xᵀ (2, 3)"]
        ),
        ["", "@"],
        _grid(
            "0.00 0.04 0.09/0.00 0.10 0.11/0.09 0.11 0.06",
            "0 2 4/0 4 5/4 5 3",
            ["grad", "G = d loss/d(x@W)"],
        ),
        ["", "="],
        _grid(
            "-0.05 0.06 0.19/-0.02 -0.18 -0.31", "-1 1 3/0 -3 -4", ["grad", "d loss/dW"]
        ),
    ]
    step["why"] = {
        "title": [["", "why this gradient for "], ["code", "W"], ["", "?"]],
        "rows": [{"label": "", "items": items}],
    }
    return document


def page_of_players(script: str, style: str, players: Iterable[tuple[Any, Any]]) -> str:
    """A bare page with a field above and one player per (document, options)."""
    rows = [
        f"const root{i} = document.createElement('div');"
        f"root{i}.id = 'player{i}'; document.body.append(root{i});"
        f"const player{i} = mount(root{i}, {_literal(document)}, {_literal(options)});"
        f"window.player{i} = player{i};"
        for i, (document, options) in enumerate(players)
    ]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>players</title>'
        f'<style>{style}</style><input id="outside">'
        f'<script type="module">{script}\n{"".join(rows)}</script></html>'
    )


def _literal(value: Any) -> str:
    return json.dumps(value).replace("<", "\\u003c")


def _grid(rows: str, tones: str, caption: Sequence[str]) -> dict[str, Any]:
    return {
        "grid": {
            "rows": [row.split() for row in rows.split("/")],
            "tones": [
                [tone_class(int(tone)) for tone in row.split()]
                for row in tones.split("/")
            ],
            "caption": [list(caption)],
        }
    }


def _svg(width: int, height: int, cards: Sequence[tuple[Any, ...]]) -> str:
    parts = [
        _edge(cards[tail], cards[head], i) for i, (tail, head) in enumerate(_EDGES)
    ]
    for i, (name, grad_fn, value, _, x, y) in enumerate(cards):
        parts.append(
            f'<rect data-id="c{i}" class="s-card" x="{x}" y="{y}" width="112" '
            f'height="62" rx="6"/>'
            f'<text class="s-text" x="{x + 10}" y="{y + 16}">{escape(name)}</text>'
            f'<text class="s-sub" x="{x + 10}" y="{y + 28}">{grad_fn}</text>'
            f'<text data-id="v{i}" class="s-text" x="{x + 10}" y="{y + 42}">'
            f"{value if i == 0 else ''}</text>"
            f'<text data-id="g{i}" x="{x + 10}" y="{y + 56}"></text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{_STYLE}{"".join(parts)}</svg>'
    )


def _edge(tail: tuple[Any, ...], head: tuple[Any, ...], i: int) -> str:
    ends = f'x1="{head[4] + 56}" x2="{tail[4] + 56}"'
    return (
        f'<line class="s-edge" {ends} y1="{head[5] + 24}" y2="{tail[5] + 24}"/>'
        f'<line data-id="e{i}" class="s-hide" {ends} y1="{head[5] + 38}" '
        f'y2="{tail[5] + 38}"/>'
    )


def _frames() -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = [{}]
    for k in range(1, 13):
        card = _ORDER[k]
        assert card is not None
        before = _ORDER[k - 1]
        classes = {f"c{before}": "s-card"} if before is not None else {}
        classes[f"c{card}"] = "s-card s-on focus"
        texts = (
            {f"v{card}": _CARDS[card][2]} if k <= 5 else {f"g{card}": _CARDS[card][3]}
        )
        if k >= 6:
            classes[f"g{card}"] = "s-text"
        if k >= 7:
            classes |= {
                f"e{i}": "s-grad" for i, edge in enumerate(_EDGES) if edge[1] == card
            }
        if k == 12:
            texts["slot"] = "256.0"
        frames.append({"class": classes, "text": texts})
    return frames


def _step(k: int) -> dict[str, Any]:
    card = _ORDER[k]
    made = _MADE.get(card or 0)
    name = "nothing" if card is None else _CARDS[card][0]
    return {
        "phase": "" if k == 0 else "forward" if k <= 5 else "backward",
        "caption": _caption(k, name),
        "why": _why(k, name) if k in _SENT else None,
        "running": None if k == 0 else ["cell [3]", _LINE[k]],
        "made": _where(card, made),
        "question": _question(k, name) if k in _SENT else None,
        "card": card,
        "small": _SMALL if k == 11 else [],
        "signs": [0] if k < 12 else [0, 1],
    }


_SMALL = [
    {"caption": [["", "x**2 is next"]], "at": ["c1"]},
    {"caption": [["", "its local derivative is 6"]], "at": ["c1"]},
    {"caption": [["", "32 × 6 = 192"]], "at": ["e0"]},
]


def _where(card: int | None, made: tuple[int, int] | None) -> list[Any] | None:
    if card is None or made is None:
        return None
    line = 3 if card == 5 else 2
    return ["cell [3]", line, made[0], line, made[1]]


def _caption(k: int, name: str) -> list[list[str]]:
    if k == 0:
        return [["", "Nothing has run yet."]]
    if k <= 5:
        return [["name", name], ["", " was computed and recorded"]]
    if k == 12:
        return [["name", "x.grad"], ["", " is 64 + 192 = "], ["grad", "256"]]
    if k not in _SENT:
        return [["name", name], ["", ": the seed 1 arrived"]]
    grad_fn = _CARDS[_ORDER[k] or 0][1]
    return [
        ["name", name],
        ["", f" ({grad_fn}): 32 arrived, × 6, its local derivative, = "],
        ["grad", _SENT[k]],
        ["", ", sent to x"],
    ]


def _why(k: int, name: str) -> dict[str, Any]:
    rows = (
        ("arrived", [["", f"d loss / d({name}) = 32"]]),
        ("local derivative", [{"math": 0}, ["", " = 2·x = 2·3 = 6"]]),
        ("sent to x", [["", "32 × 6 = "], ["grad", _SENT[k]]]),
        ("x so far", [["", "64 + 192 = 256, goes to x.grad next"]]),
    )
    return {
        "title": [["", f"why {_SENT[k]}?"]],
        "rows": [{"label": label, "items": items} for label, items in rows],
    }


def _question(k: int, name: str) -> dict[str, Any]:
    return {
        "kind": "number",
        "prompt": [["name", name], ["", " will send a gradient to x. Which number?"]],
        "answer": float(_SENT[k]),
        "shown": _SENT[k],
        "choices": [],
        "wrong": [
            {
                "number": 6.0,
                "misconception": "forgot what arrived",
                "says": [["", "6 is the local derivative of "], ["code", name]],
                "replay": [7, k, 8],
            }
        ],
        "note": None,
        "replay": [k],
    }
