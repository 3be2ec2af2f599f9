"""What the gallery shows: the programs in the order of a course, with their steps.

The steps are the telling ones, where something can be seen that no other picture has;
-1 is the last.

Next: ``golden``, which makes the files; ``sheets``, which makes contact sheets.
"""

from __future__ import annotations

import ast
import io
import warnings
from collections.abc import Mapping
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import autoviz as av
from autoviz.cli import PROGRAMS
from autoviz.recording import Recording
from autoviz.watch.script import run

__all__ = ["CHAPTERS", "PICTURES", "recorded", "script", "title"]

CHAPTERS: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "the five": {
        "tutorial": (10, 11),
        "neuron": (5, 8),
        "fan_out": (4, 5),
        "perceptron": (5, 18),
        "backward_twice": (6, 8),
    },
    "why a gradient is None": {
        "before_backward": (2,),
        "not_a_leaf": (6,),
        "retain_grad": (4,),
        "detached": (5,),
        "no_grad": (2, 6),
        "whole_numbers": (6,),
        "not_reached": (5,),
        "item_in_the_loss": (1, 4),
        "nothing_requires_grad": (3,),
    },
    "a gradient too many": {
        "no_zero_grad": (12, -1),
        "zero_grad": (10,),
        "retain_graph": (7,),
        "two_losses": (10,),
        "carried_state": (13,),
        "new_name": (11,),
        "optimizer": (13, -1),
    },
    "memory": {
        "written_to": (5,),
        "leaf_written_to": (6,),
        "view_and_base": (4, 8),
        "through_data": (5,),
        "row_written": (3, 6),
    },
    "shapes": {
        "a_vector": (3, 5),
        "broadcasting": (1, 7),
        "four_by_four": (7,),
        "matmul": (5,),
        "linear": (6,),
        "pieces": (11, 12),
        "split": (9,),
        "one_of_two_results": (8,),
        "three_dimensions": (5,),
        "empty": (6,),
        "true_or_false": (12,),
        "heatmap": (14,),
    },
    "routing, and layers": {
        "relu": (7,),
        "largest": (10,),
        "where": (8,),
        "softmax": (5,),
        "two_layers": (9, 13),
        "convolution": (8,),
        "modules": (11,),
        "scopes": (8,),
        "folded": (31,),
    },
    "odd numbers": {
        "nan": (8,),
        "infinity": (5, 11),
        "tiny": (12,),
    },
    "more than backward": {
        "hook": (5,),
        "leaf_hook": (12,),
        "second_derivative": (6,),
        "create_graph": (7,),
        "own_function": (6,),
    },
    "names and sizes": {
        "long_names": (7,),
        "hostile_names": (6,),
        "eight_across": (5,),
        "wide_net": (14,),
        "residual": (9,),
        "deep": (30,),
        "sixty": (70,),
    },
}

PICTURES = {name: steps for each in CHAPTERS.values() for name, steps in each.items()}


def script(name: str) -> Path:
    """Where a program is."""
    if name in PROGRAMS:
        return Path(av.__file__).parent / "programs" / f"{name}.py"
    return Path(__file__).parent / "programs" / f"{name}.py"


def title(name: str) -> str:
    """The line at its top, that says what it shows."""
    text = ast.get_docstring(ast.parse(script(name).read_text("utf-8"))) or ""
    return text.removesuffix(".").replace("`", "")


@cache
def recorded(name: str) -> Recording:
    """Run a program; what it prints, warns of and raises is no news here."""
    with redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return run(script(name)).made[0].recording
