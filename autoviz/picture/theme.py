"""Colours and type, as values.

A ``Theme`` is a frozen set of colours under names that say what they are for.
Every picture and every stylesheet refers to the names (CSS custom properties
``--av-ink`` …), so the player can follow the notebook from light to dark
without a new picture; an export gets the literal colours of one theme.

Contrast (WCAG 2.2): every text colour is at least 4.5:1 on ``surface``, every
line at least 3:1; a test computes it. Colour is never the only sign: gradients
are dashed and carry an arrowhead the other way. ``PRINT`` does without colours:
it has hatches and heavier lines.

Next: ``style``, which makes CSS of a theme.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

__all__ = [
    "COLOURS",
    "DARK",
    "DARK_LARGE",
    "LIGHT",
    "LIGHT_LARGE",
    "MONO",
    "ODD",
    "PRINT",
    "SANS",
    "TONES",
    "Pair",
    "Theme",
    "variables",
]

SANS = 'Verdana, "DejaVu Sans", Geneva, sans-serif'
MONO = '"DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace'

Pair = tuple[str, str]
"""The colour of a cell, and of the number in it."""

# Eleven stops from negative (blue) through zero to positive (red): ColorBrewer's
# RdBu, reversed. The same on both themes: a cell is its own background.
TONES: tuple[Pair, ...] = (
    ("#2166ac", "#ffffff"),
    ("#4393c3", "#10161d"),
    ("#92c5de", "#10161d"),
    ("#c6dfee", "#10161d"),
    ("#e3eff6", "#10161d"),
    ("#f7f7f7", "#10161d"),
    ("#fbe7de", "#10161d"),
    ("#fbd0bd", "#10161d"),
    ("#f4a582", "#10161d"),
    ("#d6604d", "#10161d"),
    ("#b2182b", "#ffffff"),
)

# What has no tone: what is too large for any (inf), and nan.
ODD: tuple[Pair, Pair] = (
    ("#10161d", "#ffffff"),
    ("#ffd54a", "#10161d"),
)

_GREYS: tuple[Pair, ...] = (
    ("#ffffff", "#000000"),
    ("#efefef", "#000000"),
    ("#dfdfdf", "#000000"),
    ("#cccccc", "#000000"),
    ("#b4b4b4", "#000000"),
    ("#404040", "#ffffff"),
)
"""From zero away: light under black numbers, then dark under a white one."""


@dataclass(frozen=True)
class Theme:
    """Colours by purpose, as ``#rrggbb``.

    ``tones`` and ``odd`` are those of a matrix, ``hatched`` says that hatches and the
    weight of lines stand for colours. A picture is drawn ``scale`` times as large, and
    what is said below it ``words`` times as large as it would be then.
    """

    name: str
    page: str  # behind everything
    surface: str  # cards and panels
    border: str  # around panels, only decoration
    track: str  # the part of the slider not yet played
    ink: str  # text
    muted: str  # secondary text: grad_fn names, labels
    faint: str  # text of the past: a gradient that has been used
    line: str  # forward arrows, card outlines
    op: str  # the bar of an operation's card
    leaf: str  # the bar of a leaf's card, the .grad slot, the forward phase
    input: str  # the bar of a tensor that needs no gradient
    grad: str  # the running gradient
    trail: str  # a gradient that has flowed
    halo: str  # around the one focus
    mark: str  # behind the marked expression in the code
    button: str  # a pressed or primary button
    on_button: str  # text on ``button``, on ``leaf`` and on ``grad`` as fills
    right: str  # a right answer
    wrong: str  # a wrong answer, a failure
    tones: tuple[Pair, ...] = TONES
    odd: tuple[Pair, Pair] = ODD
    hatched: bool = False
    scale: float = 1.0
    words: float = 1.0

    def large(self) -> Theme:
        """The same in large type, for a projector: a picture that fills a slide."""
        return replace(self, name=f"{self.name}-large", scale=1.5, words=1.35)


COLOURS = tuple(
    each.name for each in fields(Theme) if each.type == "str" and each.name != "name"
)
"""The names of the colours."""


LIGHT = Theme(
    name="light",
    page="#f5f7fb",
    surface="#ffffff",
    border="#dfe4ec",
    track="#dfe4ec",
    ink="#1d2733",
    muted="#52606d",
    faint="#66727f",
    line="#778492",
    op="#4f5d6b",
    leaf="#005a9e",
    input="#818e9b",
    grad="#b83a00",
    trail="#b6542a",
    halo="#f1cfc0",
    mark="#fdd5bf",
    button="#1d2733",
    on_button="#ffffff",
    right="#00703c",
    wrong="#b00020",
)

DARK = Theme(
    name="dark",
    page="#0d1117",
    surface="#161c24",
    border="#2b3542",
    track="#2b3542",
    ink="#e8edf3",
    muted="#a9b5c2",
    faint="#93a0ae",
    line="#8796a6",
    op="#8a99a8",
    leaf="#62b0ee",
    input="#6c7a88",
    grad="#ff9d6b",
    trail="#e08a5e",
    halo="#5a3423",
    mark="#663a22",
    button="#e8edf3",
    on_button="#10161d",
    right="#5fd396",
    wrong="#ff8f9c",
)

BLACK, WHITE = "#000000", "#ffffff"

PRINT = Theme(
    name="print",
    page=WHITE,
    surface=WHITE,
    border=BLACK,
    track=WHITE,
    ink=BLACK,
    muted=BLACK,
    faint=BLACK,
    line=BLACK,
    op=BLACK,
    leaf=BLACK,
    input=BLACK,
    grad=BLACK,
    trail=BLACK,
    halo=WHITE,
    mark=WHITE,
    button=BLACK,
    on_button=WHITE,
    right=BLACK,
    wrong=BLACK,
    tones=(*_GREYS[:0:-1], *_GREYS),
    odd=((BLACK, WHITE), (WHITE, BLACK)),
    hatched=True,
)

LIGHT_LARGE, DARK_LARGE = LIGHT.large(), DARK.large()


def variables(theme: Theme) -> str:
    """The theme as CSS custom properties: ``--av-ink:#1d2733;…``."""
    return "".join(
        f"--av-{each.replace('_', '-')}:{getattr(theme, each)};" for each in COLOURS
    )
