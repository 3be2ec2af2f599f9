"""The classes of the picture, as CSS.

The player gets them with custom properties, so that it can follow the notebook
from light to dark; an export gets the literal colours of one theme, because many
programs that read SVG know nothing of custom properties.
"""

from __future__ import annotations

from autoviz.picture.card import LABEL, NUMBER, SUBTITLE, TAB, TITLE
from autoviz.picture.cells import CELL
from autoviz.picture.theme import MONO, SANS, TONES, Theme
from autoviz.picture.view import DETAIL, MAIN

__all__ = ["picture_css", "tone_class"]

_CSS = f"""
.av text{{font-family:{SANS};fill:@ink;white-space:pre}}
.av .mono,.av .number,.av .title,.av .main,.av .detail,.av .corner,.av .tab text\
{{font-family:{MONO}}}
.av .body{{fill:@surface;stroke:@line;stroke-width:1.2}}
.av .bar{{fill:@op}}
.av .leaf .bar{{fill:@leaf}}
.av .input .bar,.av .untracked .bar{{fill:@input}}
.av .title{{font-size:{TITLE}px}}
.av .bold,.av .b{{font-weight:700}}
.av .corner{{font-size:{SUBTITLE}px;fill:@muted}}
.av .sub{{font-size:{SUBTITLE}px;fill:@muted}}
.av .label{{font-size:{LABEL}px;fill:@muted}}
.av .number{{font-size:{NUMBER}px}}
.av .label.now,.av .number.now{{fill:@grad}}
.av .coming{{font-weight:700}}
.av .label.past,.av .number.past{{fill:@faint}}
.av .number.empty{{fill:@muted}}
.av .halo rect{{fill:none;stroke:@halo;stroke-width:7}}
.av .halo.forward rect{{stroke:@track}}
.av .focus .body{{stroke:@grad;stroke-width:2.4}}
.av .focus.forward .body{{stroke:@leaf}}
.av .fail .body{{stroke:@wrong;stroke-width:3}}
.av .place .body{{stroke:@wrong;stroke-width:2}}
.av .stop path{{fill:@wrong;stroke:@surface;stroke-width:1.5}}
.av .stop rect{{fill:@surface}}
.av .future .body{{fill:none;stroke-width:.8}}
.av .future .title,.av .future .b{{fill:@muted;font-weight:400}}
.av .untracked .body{{fill:@page}}
.av .sheet{{fill:@surface;stroke:@line;stroke-width:1.2}}
.av .future .sheet{{stroke-width:.8}}
.av .closed.future .body{{fill:@surface}}
.av .tab rect{{fill:@page;stroke:@line;stroke-width:1}}
.av .tab text{{font-size:{TAB}px;fill:@ink}}
.av .tab.stale rect{{stroke:@wrong;stroke-width:1.6}}
.av .tab.exit rect{{fill:@surface}}
.av .tab.exit.now rect{{stroke:@leaf;stroke-width:2}}
.av .tab.freed rect{{fill:@surface}}
.av .tab.freed text{{fill:@faint}}
.av .slot .body{{fill:@surface;stroke:@leaf;stroke-width:1.8}}
.av .slot.focus .body{{stroke:@grad;stroke-width:2.4}}
.av .slot.focus .number{{fill:@grad;font-weight:700}}
.av .fwd path{{fill:none;stroke:@line;stroke-width:1.3}}
.av .fwd .head{{fill:@line;stroke:none}}
.av .fwd.future path{{stroke-width:.8}}
.av .fwd.future .head{{stroke-width:0}}
.av .fwd.now path{{stroke:@leaf;stroke-width:2.4}}
.av .fwd.now .head{{fill:@leaf;stroke:none}}
.av .grad path,.av .acc path{{fill:none;stroke:@trail;stroke-width:1.5;\
stroke-dasharray:5 3}}
.av .grad .head,.av .acc .head{{fill:@trail;stroke:none}}
.av .grad.now .line,.av .acc.now .line{{stroke:@grad;stroke-width:3.2}}
.av .grad.now .head,.av .acc.now .head{{fill:@grad;stroke:@grad;\
stroke-width:3;stroke-dasharray:none;stroke-linejoin:round}}
.av .grad .glow,.av .acc .glow{{stroke:none}}
.av .grad.now .glow,.av .acc.now .glow{{stroke:@halo;stroke-width:9;\
stroke-dasharray:none}}
.av .acc text{{font-size:{SUBTITLE}px;fill:@muted}}
.av .main{{font-size:{MAIN}px;fill:@trail}}
.av .main.now{{fill:@grad;font-weight:700;font-size:{MAIN + 1}px}}
.av .detail{{font-size:{DETAIL}px;fill:@grad}}
.av .off{{display:none}}
.av .grid path{{shape-rendering:crispEdges}}
.av .frame{{fill:none;stroke:@line;stroke-width:1}}
.av .cell{{font-family:{MONO};font-size:{CELL}px}}
.av .limit{{font-family:{MONO};font-size:8px;fill:@muted}}
.av .nan{{fill:@surface}}
.av text.nan{{fill:@ink}}
.av .note{{font-size:12px}}
.av .step{{font-size:11px;fill:@muted}}
.av .mode{{font-size:11px}}
.av .legend text{{font-size:10px;fill:@muted}}
.av .paper{{fill:@surface}}
"""


def picture_css(theme: Theme | None = None) -> str:
    """The stylesheet; with no theme, with custom properties (``--av-ink``)."""
    css = _CSS.replace("\n", "") + _tones()
    names = [each for each in Theme.__dataclass_fields__ if each != "name"]
    for name in sorted(names, key=len, reverse=True):
        colour = (
            getattr(theme, name) if theme else f"var(--av-{name.replace('_', '-')})"
        )
        css = css.replace(f"@{name}", colour)
    return css


def _tones() -> str:
    """``.tm5`` … ``.t0`` … ``.tp5``: a cell's colour, and its text's."""
    return "".join(
        f".av .{tone_class(step)}{{fill:{back}}}"
        f".av text.{tone_class(step)}{{fill:{text}}}"
        for step, (back, text) in enumerate(TONES, start=-5)
    )


def tone_class(tone: int | None) -> str:
    """The class of a colour step from -5 to 5; None is not a number."""
    if tone is None:
        return "nan"
    sign = "" if tone == 0 else "p" if tone > 0 else "m"
    return f"t{sign}{abs(tone)}"
