"""The live widget: the player tied to a Python object.

For what needs a kernel: reading the step, setting it, linking it to a slider,
looking at a learner's answers. It does not outlive its kernel; the notebook
output does, which is why that one is the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from autoviz.player.static_files import (
    COMPARISON,
    comparison_module,
    style,
    widget_module,
)

__all__ = ["ComparisonWidget", "PlayerWidget", "StepWidget"]


class StepWidget(anywidget.AnyWidget):
    """What is stepped through: a ``document``, and ``index``, the step that is shown.

    That goes from 0 to the last one; anything beyond is moved to the nearer end.
    """

    document = traitlets.Dict().tag(sync=True)
    index = traitlets.Int(0).tag(sync=True)

    def __init__(self, document: Mapping[str, Any], **shown: Any) -> None:
        super().__init__(document=dict(document), **shown)

    @traitlets.validate("index")
    def _nearest_step(self, proposal: dict[str, Any]) -> int:
        last = len(self.document["steps"]) - 1
        return max(0, min(last, int(proposal["value"])))


class PlayerWidget(StepWidget):
    """A player with its state as traits.

    ``predict`` is the switch of that name.
    ``answers`` lists what the learner said: the ``step``, the ``kind`` of question and
    its ``prompt``, what was ``given``, whether it is ``right``, the ``misconception``
    behind it, if that has a name, and whether the answer was only ``revealed``, or the
    question ``skipped``: passed by with the slider or End.
    """

    _esm = widget_module()
    _css = style()
    predict = traitlets.Bool(False).tag(sync=True)
    answers: traitlets.List[Any] = traitlets.List().tag(sync=True)


class ComparisonWidget(StepWidget):
    """Recordings side by side; ``index`` is the moment that is shown."""

    _esm = comparison_module()
    _css = style(COMPARISON.sheets)
