"""An SVG that every program reads: each element has the one class of its looks.

A stylesheet like ours, where a class means something else inside of another, is for
browsers. Many programs that show SVG files understand a single class at most. So the
rules are applied here, once, and every element that draws gets a class for all that
came out. Its name is made of what it stands for: equal names look equal, even where
several pictures are put into one page.

Next: ``svg``.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import accumulate

from autoviz.picture.curve import px

__all__ = ["flat"]

_TAG = re.compile(r"<(/?)(\w+)([^>]*?)(/?)>")
_CLASS = re.compile(r' class="([^"]*)"')
_ANCHOR = re.compile(r' text-anchor="(\w+)"')
_MIXED = re.compile(
    r'<text([^>]*) x="([^"]*)" y="([^"]*)" textLength="([^"]*)">'
    r"([^<]*(?:<tspan[^>]*>[^<]*</tspan>[^<]*)+)</text>"
)
_AROUND = ("defs", "desc", "g", "pattern", "svg", "title")
"""Elements that have no looks of their own."""

_LETTERS = "bcdfghjklmnpqrstvwxyz"
_FONT = "font-family"

_Element = tuple[str, frozenset[str]]
"""A tag and its classes."""

_Looks = tuple[tuple[str, str], ...]
"""Properties of CSS, and what they are set to."""

_UNSEEN: _Looks = (("fill", "none"),)


def flat(svg: str) -> str:
    """The picture with its own stylesheet put into single classes.

    A group without any attribute loses its tags; what would not be seen is left out.
    """
    start, css, picture = re.split("<style>|</style>", svg, maxsplit=2)
    picture = _MIXED.sub(_split, picture)
    flattening = _Flattening(css)
    start, picture = (_TAG.sub(flattening.tag, each) for each in (start, picture))
    return f"{start}<style>{flattening.style()}</style>{picture}"


def _split(row: re.Match[str]) -> str:
    """A row of numbers in several texts: not all programs stretch the parts of one.

    It is set in a monospace font, so each part's share of the width is known.
    """
    attributes, x, y, width, content = row.groups()
    parts = re.findall(r"<tspan.*?</tspan>|[^<]+", content)
    lengths = [len(unescape(re.sub("<.*?>", "", each))) for each in parts]
    em = float(width) / sum(lengths)
    starts = accumulate(lengths, initial=0)
    return "".join(
        f'<text{attributes} x="{px(float(x) + at * em)}" y="{y}" '
        f'textLength="{px(length * em)}">{part}</text>'
        for part, length, at in zip(parts, lengths, starts, strict=False)
    )


@dataclass
class _Flattening:
    """What a walk through the tags has to know: where it is, and the looks so far."""

    css: str
    around: list[_Element] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    names: dict[str, _Looks] = field(default_factory=dict)

    def tag(self, found: re.Match[str]) -> str:
        """What becomes of one tag."""
        closing, name, attributes, alone = found.groups()
        if closing:
            self.around.pop()
            return self.ends.pop()
        classes = _CLASS.search(attributes)
        self.around.append((name, frozenset(classes[1].split() if classes else ())))
        attributes = self._flat(name, _CLASS.sub("", attributes))
        is_drawn = attributes or name in ("defs", "desc", "svg", "title")
        if alone:
            self.around.pop()
        else:
            self.ends.append(f"</{name}>" if is_drawn else "")
        return f"<{name}{attributes}{alone}>" if is_drawn else ""

    def _flat(self, name: str, attributes: str) -> str:
        """Its attributes with one class; none for what would not be seen."""
        if name in _AROUND:
            return attributes
        anchor = _ANCHOR.search(attributes)
        looks = _looks(self.css, tuple(self.around), anchor[1] if anchor else "")
        if looks == _UNSEEN:
            return ""
        if not looks:
            return attributes
        called = _name(looks)
        while self.names.setdefault(called, looks) != looks:
            called += "x"
        return f' class="{called}"' + _ANCHOR.sub("", attributes)

    def style(self) -> str:
        """The rules; long lists of fonts are written once, for all that have them."""
        fonts = defaultdict(list)
        rules = []
        for name, looks in sorted(self.names.items()):
            rest = ";".join(f"{key}:{value}" for key, value in looks if key != _FONT)
            rules.append(f".{name}{{{rest}}}")
            if _FONT in dict(looks):
                fonts[dict(looks)[_FONT]].append(f".{name}")
        rules += [
            f"{','.join(names)}{{{_FONT}:{value}}}" for value, names in fonts.items()
        ]
        return "".join(rules)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What an element looks like that is the last of ``way``, inside of the others."""

    way: tuple[_Element, ...]
    looks: _Looks

    @property
    def weight(self) -> tuple[int, int]:
        """Of rules that disagree the one with more classes counts, then with tags."""
        classes = sum(len(each) for _, each in self.way)
        return classes, sum(bool(tag) for tag, _ in self.way)

    def holds(self, around: Sequence[_Element]) -> bool:
        *above, own = self.way
        if not _is(around[-1], own):
            return False
        outside = iter(around[:-1])
        return all(any(_is(each, wanted) for each in outside) for wanted in above)


def _is(element: _Element, wanted: _Element) -> bool:
    return wanted[0] in ("", element[0]) and wanted[1] <= element[1]


@functools.lru_cache(maxsize=8)
def _rules(css: str) -> tuple[_Rule, ...]:
    """The rules of a stylesheet, the weakest first."""
    found = []
    for selectors, body in re.findall(r"([^{}]+){([^{}]*)}", css):
        pairs = (each.partition(":") for each in body.split(";"))
        looks = tuple((name, value) for name, _, value in pairs)
        found += [_Rule(_way(each), looks) for each in selectors.split(",")]
    return tuple(sorted(found, key=lambda each: each.weight))


def _way(selector: str) -> tuple[_Element, ...]:
    parts = (each.split(".") for each in selector.split())
    return tuple((tag, frozenset(classes)) for tag, *classes in parts)


@functools.lru_cache(maxsize=4096)
def _looks(css: str, around: tuple[_Element, ...], anchor: str) -> _Looks:
    """What counts for an element, without what changes nothing."""
    found = {"text-anchor": anchor} if anchor else {}
    for rule in _rules(css):
        if rule.holds(around):
            found |= rule.looks
    found.pop("white-space", "")
    if found.get("stroke") == "none":
        found = {k: each for k, each in found.items() if not k.startswith("stroke")}
    if found.get("stroke-dasharray") == "none":
        del found["stroke-dasharray"]
    return tuple(sorted(found.items()))


@functools.lru_cache(maxsize=1024)
def _name(looks: _Looks) -> str:
    number, letters = zlib.crc32(repr(looks).encode()), ""
    for _ in range(4):
        number, at = divmod(number, len(_LETTERS))
        letters += _LETTERS[at]
    return letters
