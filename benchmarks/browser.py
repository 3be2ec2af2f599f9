"""What the player costs in the browser: to mount, to step, to jump.

    python -m benchmarks.browser

takes a minute. A step is told twice: the script alone, and until its frame is painted.
More cards than a picture holds are one picture several times, below each other.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

import autoviz as av
from autoviz.player.output import packed
from autoviz.player.static_files import script, style
from benchmarks.measure import Result, median
from tests.browser import FLAGS, find

__all__ = ["step_times"]

_CARDS = 49
_GATES = {50: (1, 18, 0, 40), 500: (2, 33, 30, 200), 2000: (4, 60, 0, 0)}
"""Cards -> milliseconds: a step's script, painted; first to last; ready after mount."""

# Goes through steps forward and back by the player's own buttons, three times.
_WALK = """(most) => {
  const [back, forward] = ["back", "forward"].map((name) =>
    document.querySelector(`button[title^="${name}"]`));
  const script = [], painted = [];
  for (let round = 0; round < 3; round += 1) {
    for (const button of [forward, back]) {
      for (let k = 0; k < most && button.ariaDisabled !== "true"; k += 1) {
        const start = performance.now();
        button.click();
        script.push(performance.now() - start);
        document.body.getBoundingClientRect();
        painted.push(performance.now() - start);
      }
    }
  }
  return [script, painted];
}"""

# Presses these buttons in turns; each time until the frame is out.
_PAINT = """async (names) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const out = () => new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    requestAnimationFrame(() => channel.port2.postMessage(0));
  });
  const script = [], painted = [];
  for (let round = 0; round < 40; round += 1) {
    const name = names[round % names.length];
    const button = document.querySelector(`button[title^="${name}"]`);
    await frame();
    const start = performance.now();
    button.click();
    script.push(performance.now() - start);
    await out();
    painted.push(performance.now() - start);
  }
  return [script, painted];
}"""

_MOUNT = """() => Array.from({ length: 7 }, () => {
  const start = performance.now();
  again();
  document.body.getBoundingClientRect();
  return performance.now() - start;
})"""


def step_times(page: Path) -> tuple[float, float]:
    """Median milliseconds of a step: the script alone, and with style and layout."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        found, painted = _open(browser, page).evaluate(_WALK, 10_000)
        browser.close()
    return median(found), median(painted)


def _open(browser: Browser, page: Path) -> Page:
    tab = browser.new_page(viewport={"width": 1200, "height": 800})
    tab.goto(page.as_uri())
    tab.wait_for_selector(".av-player")
    return tab


def many(times: int) -> dict[str, Any]:
    """The document of so many times 49 cards; the copies run one after the other."""
    with av.record() as rec:
        y = av.tensor(0.5, requires_grad=True)
        for _ in range(_CARDS // 3):
            y = (y * 1.01 + 0.1).tanh()
        y.backward()
    one = rec._document
    copies = [_copy(one, at * _CARDS) for at in range(times)]
    tall = float(re.findall(r'height="([\d.]+)"', one["svg"])[0])
    wide = float(re.findall(r'width="([\d.]+)"', one["svg"])[0])
    size = f'width="{wide}" height="{tall * times}" viewBox="0 0 {wide} {tall * times}"'
    placed = (
        each["svg"].replace("<svg ", f'<svg y="{at * tall}" ', 1)
        for at, each in enumerate(copies)
    )
    lists = {
        key: [part for each in copies for part in each[key]]
        for key in ("frames", "steps", "cards", "rows")
    }
    last = len(lists["steps"]) - 1
    return {
        **one,
        **lists,
        "svg": f"<svg {size}>{''.join(placed)}</svg>",
        "twin": {"columns": one["twin"]["columns"], "rows": lists["rows"]},
        "phases": [{"name": "all", "kind": "forward", "first": 1, "last": last}],
        "stops": [],
    }


def _copy(one: dict[str, Any], by: int) -> dict[str, Any]:
    """With other ids, and other numbers of cards."""

    def moved(id: str | None) -> str | None:
        return id and re.sub(r"\d+", lambda each: str(int(each[0]) + by), id, count=1)

    return {
        "svg": re.sub(
            'data-id="([^"]+)"', lambda each: f'data-id="{moved(each[1])}"', one["svg"]
        ),
        "frames": [
            {
                kind: {moved(id): each for id, each in changes.items()}
                for kind, changes in frame.items()
            }
            for frame in one["frames"]
        ],
        "steps": [
            each | {"card": None if each["card"] is None else each["card"] + by}
            for each in one["steps"]
        ],
        "cards": [
            each | {"inputs": [tail + by for tail in each["inputs"]]}
            for each in one["cards"]
        ],
        "rows": [
            [[moved(id), text] for id, text in row] for row in one["twin"]["rows"]
        ],
    }


def figures(browser: Browser, cards: int) -> Iterator[Result]:
    """All figures of one size."""
    data = packed(many(max(1, cards // _CARDS)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(
            f"<!doctype html><meta charset=utf-8><style>{style()}</style>"
            f"<div id=player></div><script type=module>{script()}"
            f"const data = await {data};"
            "globalThis.again = () => mount(document.getElementById('player'), data);"
            "again();</script>",
            encoding="utf-8",
        )
        tab = _open(browser, path)
        mounts = tab.evaluate(_MOUNT)
        found, _ = tab.evaluate(_WALK, 60)
        _, painted = tab.evaluate(_PAINT, ["forward"])
        jumps, _ = tab.evaluate(_PAINT, ["last", "first"])
        tab.close()
    rows = (
        ("a step: script", found),
        ("a step: painted", painted),
        ("first to last: script", jumps),
        ("ready after mount", mounts),
    )
    for (what, times), gate in zip(rows, _GATES[cards], strict=True):
        yield Result(f"{cards} cards, {what}", median(times), gate, "ms")


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for cards in _GATES:
            for each in figures(browser, cards):
                print(each.row(), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
