"""A graph that is drawn already, once more with other numbers.

A slider is moved, the program runs again, and nearly always the new numbers fit where
the old ones stood. Then nothing has to be laid out, and nothing moves.

Next: ``player.live_document``, which does this for each run.
"""

from __future__ import annotations

from dataclasses import replace

from autoviz.picture.card import Card
from autoviz.picture.cells import Size
from autoviz.picture.view import EdgeView, Run, View, cards_of, rooms_of

__all__ = ["again"]


def again(run: Run, like: View) -> View | None:
    """A run in the layout of another of the same graph; None if it needs more room."""
    own, rooms = cards_of([run]), rooms_of([run], like.roots)
    both = list(zip(own, like.cards, strict=True))
    arrows = list(zip(run.edges, like.edges, strict=True))
    if not (
        all(_fits(*each) for each in both)
        and all(_is_within(size, like.label_sizes[id]) for id, size in rooms.items())
        and all(_says_no_more(*each) for each in arrows)
    ):
        return None
    return replace(
        like,
        trace=run.trace,
        snapshots=run.snapshots,
        faces=run.faces,
        cards=tuple(_with_numbers(*each) for each in both),
        edges=tuple(
            replace(each, detailed=there.detailed, hinted=there.hinted)
            for each, there in arrows
        ),
    )


def _with_numbers(own: Card, there: Card) -> Card:
    values, gradients, grads = own.values, own.gradients, own.grads
    return replace(there, values=values, gradients=gradients, grads=grads)


def _fits(own: Card, there: Card) -> bool:
    """Whether all that a card says has its place on another."""
    same = (own.marks, own.tabs) == (there.marks, there.tabs)
    signs = ("sums", "versions", "deposits", "hints")
    return (
        same
        and all(getattr(own, each) <= getattr(there, each) for each in signs)
        and own.tab_width <= there.tab_width
        and _is_within(own.size, there.size)
        and (own.slot is None or _is_within(own.slot, there.slot or (0.0, 0.0)))
    )


def _says_no_more(own: EdgeView, there: EdgeView) -> bool:
    return own.detailed <= there.detailed and own.hinted <= there.hinted


def _is_within(size: Size, room: Size) -> bool:
    return size[0] <= room[0] and size[1] <= room[1]
