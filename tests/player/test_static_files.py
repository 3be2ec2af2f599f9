"""The joined script and stylesheet."""

from __future__ import annotations

import re
from importlib.resources import files

from autoviz.picture.style import picture_css
from autoviz.picture.theme import DARK, LIGHT
from autoviz.player.static_files import (
    COMPARISON,
    LIVE,
    PLAYER,
    script,
    style,
    widget_module,
)
from tests.player.conftest import Players
from tests.player.sample import tutorial

BUNDLES = (PLAYER, LIVE, COMPARISON)
PLACES = (
    ("light", "", "", LIGHT.surface),
    ("dark", "", "", DARK.surface),
    ("light", 'data-jp-theme-light="false"', "", DARK.surface),
    ("dark", 'data-jp-theme-light="true"', "", LIGHT.surface),
    ("light", 'class="vscode-dark"', "", DARK.surface),
    ("dark", 'class="vscode-light"', "", LIGHT.surface),
    ("light", 'data-vscode-theme-kind="vscode-dark"', "", DARK.surface),
    ("dark", 'data-jp-theme-light="false"', 'data-theme="light"', LIGHT.surface),
    ("light", 'data-jp-theme-light="true"', 'data-theme="dark"', DARK.surface),
)


def test_every_module_is_in_the_script() -> None:
    folder = files("autoviz.player") / "static"
    modules = {each.name for each in folder.iterdir() if each.name.endswith(".js")}
    assert {name for each in BUNDLES for name in each.modules} == modules


def test_a_module_comes_after_those_it_imports() -> None:
    folder = files("autoviz.player") / "static"
    for modules in (each.modules for each in BUNDLES):
        for place, name in enumerate(modules):
            text = (folder / name).read_text(encoding="utf-8")
            imported = set(re.findall(r'from "\./(.*)";', text))
            assert set() == imported - set(modules[:place])


def test_script_neither_imports_nor_exports() -> None:
    assert [] == re.findall(r"^\s*(?:import|export)\b", script(), re.MULTILINE)


def test_script_makes_no_markup_but_the_picture_and_runs_no_text() -> None:
    assert 1 == script().count("innerHTML")
    for word in ("outerHTML", "insertAdjacentHTML", "eval(", "new Function", "fetch("):
        assert 0 == script().count(word)


def test_widget_module_exports_render() -> None:
    assert script() + "export default { render };\n" == widget_module()


def test_a_comparison_is_at_most_37_kilobytes() -> None:
    own = style(COMPARISON.sheets).removesuffix(picture_css())
    assert len(script(COMPARISON.modules).encode()) + len(own.encode()) <= 37_000


def test_the_player_is_at_most_66_kilobytes() -> None:
    own = style().removesuffix(picture_css())
    assert len(script().encode()) + len(own.encode()) <= 66_000


def test_colours_follow_the_place(players: Players) -> None:
    page = players(tutorial())
    for scheme, body, own, expected in PLACES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        actual = page.evaluate(
            """([body, own]) => {
                const box = document.createElement("template");
                box.innerHTML = `<div ${own}></div>`;
                const div = box.content.firstChild;
                const [name, value] = body ? body.split("=") : [null, null];
                if (name) document.body.setAttribute(name, value.replaceAll('"', ""));
                div.classList.add("autoviz");
                document.body.append(div);
                const brush = document.createElement("canvas").getContext("2d");
                div.style.background = "var(--av-surface)";
                brush.fillStyle = getComputedStyle(div).backgroundColor;
                const colour = brush.fillStyle;
                div.remove();
                if (name) document.body.removeAttribute(name);
                return colour;
            }""",
            [body, own],
        )
        assert expected == actual
