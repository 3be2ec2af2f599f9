"""A slider in a real notebook: the kernel answers, fails, and is gone."""

from __future__ import annotations

from tests.player.conftest import Open, in_both
from tests.player.lab import Lab, write_notebook
from tests.player.notebook_page import expect, run_all

FUNCTION = """\
import autoviz as av
def inverse(x):
    if x == 1:
        1 / 0
    y = x * 3
    return y.relu() if y > 0 else y.exp()
widget = av.live(inverse, x=[-2, -1, 1, 2, 3]).widget()
widget"""

_MOVE = """(place) => {
    const slider = document.querySelector(".av-live input");
    slider.value = place;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


@in_both
def test_a_slider_in_a_notebook(lab: Lab, opened: Open) -> None:
    write_notebook(lab.root / "live.ipynb", [FUNCTION])
    page = opened("live.ipynb")
    run_all(page)
    page.wait_for_selector(".av-live input")
    said, value = page.locator(".av-said"), page.locator('[data-id="c0v"]')

    page.evaluate(_MOVE, 4)
    expect(said).to_have_text("differs from x = 2")
    expect(value).to_have_text("3.0")
    page.evaluate(_MOVE, 0)
    expect(said).to_contain_text("Another graph than at x = 3")
    page.evaluate(_MOVE, 2)
    expect(said).to_contain_text("At x = 1, inverse raised ZeroDivisionError")
    expect(value).to_have_text("-2.0")

    page.evaluate(
        "jupyterapp.shell.currentWidget.sessionContext.session.kernel.shutdown()"
    )
    page.evaluate(_MOVE, 1)
    expect(said).to_contain_text("the steps go on with the numbers of x = -2")
    page.get_by_role("button", name="first step").click()
    expect(page.locator(".av-count")).to_contain_text("step 0 of")
