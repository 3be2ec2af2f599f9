"""What a step costs in the browser: in the script, and until the layout is done."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.measure import median
from tests.browser import FLAGS, find

__all__ = ["step_times"]

# Goes through all steps forward and back, three times, by the player's own button.
_WALK = """() => {
  const [back, forward] = ["back", "forward"].map((name) =>
    document.querySelector(`button[aria-label^="${name}"]`));
  const script = [], painted = [];
  for (let round = 0; round < 3; round += 1) {
    for (const button of [forward, back]) {
      while (button.getAttribute("aria-disabled") !== "true") {
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


def step_times(page: Path) -> tuple[float, float]:
    """Median milliseconds of a step: the script alone, and with style and layout."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        tab = browser.new_page(viewport={"width": 1200, "height": 800})
        tab.goto(page.as_uri())
        tab.wait_for_selector("button[aria-label]")
        script, painted = tab.evaluate(_WALK)
        browser.close()
    return median(script), median(painted)
