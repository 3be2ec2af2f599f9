"""The widget with sliders: what one moves is run again in the kernel.

The page of positions computed ahead needs no kernel; this has any position, and asks
for it when it is moved there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import traitlets

from autoviz.player.live_document import Slider, sliders_json
from autoviz.player.static_files import live_module, live_style
from autoviz.player.widget import PlayerWidget

__all__ = ["LiveWidget"]

Json = dict[str, Any]


def _text(news: Json, _: object) -> str:
    """A patch has a thousand small parts: in one piece they travel much faster."""
    return json.dumps(news)


class LiveWidget(PlayerWidget):
    """A player whose leaves can be moved, from Python and by the learner.

    ``at`` says where the leaves are, by name; set it, and the function runs again.
    """

    _esm = live_module()
    _css = live_style()
    sliders: traitlets.List[Any] = traitlets.List().tag(sync=True)
    at: traitlets.Dict[str, float] = traitlets.Dict().tag(sync=True)
    news: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True, to_json=_text)

    def __init__(
        self,
        sliders: Sequence[Slider],
        at: Mapping[str, float],
        ask: Callable[[Mapping[str, float]], tuple[Json | None, Json]],
        **shown: Any,
    ) -> None:
        """``ask`` gives the document, if it is not the one before, and the news."""
        self._ask = ask
        document, news = ask(at)
        assert document is not None
        traits = {"sliders": sliders_json(sliders), "at": dict(at), "news": news}
        last = len(document["steps"]) - 1
        super().__init__(document, **traits, **{"index": last} | shown)

    @traitlets.validate("at")
    def _all_leaves(self, proposal: Json) -> dict[str, float]:
        """Those that are not mentioned stay where they are."""
        given = proposal["value"]
        unknown = set(given) - {each["name"] for each in self.sliders}
        if unknown:
            raise traitlets.TraitError(f"there is no slider {min(unknown)!r}")
        return {**self.at, **{name: float(each) for name, each in given.items()}}

    @traitlets.observe("at")
    def _run_again(self, change: Json) -> None:
        if change["new"] == self.news.get("at"):
            return
        document, news = self._ask(change["new"])
        with self.hold_sync():
            if document is not None:
                self.document = document
            self.news = news
