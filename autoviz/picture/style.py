"""The classes of the picture, as CSS.

The player gets them with custom properties, so that it can follow the notebook
from light to dark; an export gets the literal colours of one theme, because many
programs that read SVG know nothing of custom properties. A theme without colours has
rules of its own after these, and a few patterns to fill with.

Next: ``still``, which puts them into a file.
"""

from __future__ import annotations

from autoviz.picture.card import LABEL, NUMBER, SUBTITLE, TAB, TITLE
from autoviz.picture.cells import CELL, NOTE
from autoviz.picture.notation.numbers import BEYOND
from autoviz.picture.theme import COLOURS, LIGHT, MONO, SANS, TONES, Theme
from autoviz.picture.view import DETAIL, MAIN

__all__ = [
    "CAPTION",
    "LEGEND",
    "STEP",
    "on_dark",
    "patterns",
    "picture_css",
    "tone_class",
]

CAPTION, STEP, LEGEND = 12.0, 11.0, 10.0
"""Type sizes of the caption, of which step it is, and of the legend."""

MIDDLE = len(TONES) // 2

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
.av .label.past,.av .number.past{{fill:@faint;font-style:italic}}
.av .number.empty{{fill:@muted}}
.av .halo rect{{fill:none;stroke:@halo;stroke-width:7}}
.av .halo.forward rect{{stroke:@track}}
.av .focus .body{{stroke:@grad;stroke-width:2.4}}
.av .focus.forward .body{{stroke:@leaf}}
.av .fail .body{{stroke:@wrong;stroke-width:3}}
.av .place .body{{stroke:@wrong;stroke-width:3}}
.av .stop path{{fill:@wrong;stroke:@surface;stroke-width:1.5}}
.av .stop rect{{fill:@surface}}
.av .future .body{{fill:none;stroke-width:.8}}
.av .future .title,.av .future .b{{fill:@muted;font-weight:400}}
.av .untracked .body{{fill:@page}}
.av .sheet{{fill:@surface;stroke:@line;stroke-width:1.2}}
.av .future .sheet{{stroke-width:.8}}
.av .closed.future .body{{fill:@surface}}
.av .box{{fill:none;stroke:@line;stroke-width:.8}}
.av .handle rect{{fill:@surface;stroke:@line;stroke-width:.8}}
.av .handle text{{font-size:{SUBTITLE}px}}
.av .tab rect{{fill:@page;stroke:@line;stroke-width:1}}
.av .tab text{{font-size:{TAB}px;fill:@ink}}
.av .tab.stale rect{{stroke:@wrong;stroke-width:1.6}}
.av .tab.mark rect{{fill:@surface}}
.av .tab.mark.now rect{{stroke:@leaf;stroke-width:2}}
.av .fwd.now.joined .line{{stroke-width:5}}
.av .constant rect{{fill:@page;stroke:@line;stroke-width:.8}}
.av .constant text{{font-size:{SUBTITLE}px;fill:@muted}}
.av .tab.freed rect{{fill:@surface;stroke-width:.7}}
.av .tab.freed text{{fill:@faint}}
.av .slot .body{{fill:@surface;stroke:@leaf;stroke-width:1.8}}
.av .slot.focus .body{{stroke:@grad;stroke-width:2.4}}
.av .slot.focus .number{{fill:@grad;font-weight:700}}
.av .fwd path{{fill:none;stroke:@line;stroke-width:1.3}}
.av .fwd .head{{fill:@line;stroke:none}}
.av .fwd.future path{{stroke-width:.8}}
.av .fwd.future .head{{stroke-width:0}}
.av .fwd.joined .line{{stroke-width:4}}
.av .fwd.joined .core{{stroke:@surface;stroke-width:1.6}}
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
.av .detail{{font-size:{DETAIL}px;fill:@trail}}
.av .detail.now{{fill:@grad}}
.av .detail.off{{display:inline;fill:@muted}}
.av .off{{display:none}}
.av .grid path{{stroke:@surface;stroke-width:.8}}
.av image{{image-rendering:pixelated}}
.av .frame{{fill:none;stroke:@line;stroke-width:1}}
.av .cell{{font-family:{MONO};font-size:{CELL}px}}
.av .limit{{font-family:{MONO};font-size:{NOTE}px;fill:@muted}}
.av .beyond{{stroke:@line;stroke-width:.8}}
.av .step{{font-size:{STEP}px;fill:@muted}}
.av .mode{{font-size:{STEP}px}}
.av .legend text{{fill:@muted}}
.av .again{{fill:none;stroke:@ink;stroke-width:1.2;stroke-dasharray:2 2}}
.av .paper{{fill:@surface}}
"""

_HATCHED = """
.av .leaf .bar{fill:url(#av-leaf)}
.av .untracked .bar{fill:url(#av-dots)}
.av .input .bar{fill:@surface}
.av .leaf .bar,.av .input .bar,.av .untracked .bar{stroke:@line;stroke-width:1}
.av .focus .body,.av .slot.focus .body{stroke-width:3;stroke-dasharray:7 3}
.av .focus.forward .body{stroke-dasharray:none}
.av .halo rect{stroke:@line;stroke-width:1}
.av .future .body,.av .future .sheet,.av .tab.freed rect{stroke-width:.6}
.av .tab.stale rect{stroke-width:2;stroke-dasharray:2 2}
.av .grid path{stroke:@line;stroke-width:.3}
.av .cell .on{font-weight:700}
.av .nan{stroke:@line;stroke-width:.8}
"""
"""What hatches and weights say where there are no colours."""

_HATCHES = {
    "leaf": '<path d="M-1 1l2-2M0 5l5-5M4 6l2-2" stroke="{ink}" stroke-width="1.3"/>',
    "dots": '<rect x="1" y="1" width="1.6" height="1.6" fill="{ink}"/>',
}


def picture_css(theme: Theme | None = None) -> str:
    """The stylesheet; with no theme, with custom properties (``--av-ink``)."""
    own = theme or LIGHT
    css = _CSS + _below(own) + _tones(own) + (_HATCHED if own.hatched else "")
    css = css.replace("\n", "")
    for name in sorted(COLOURS, key=len, reverse=True):
        colour = (
            getattr(theme, name) if theme else f"var(--av-{name.replace('_', '-')})"
        )
        css = css.replace(f"@{name}", colour)
    return css


def _below(theme: Theme) -> str:
    """What is said below a picture."""
    return (
        f".av .note{{font-size:{CAPTION * theme.words:g}px}}"
        f".av .legend text{{font-size:{LEGEND * theme.words:g}px}}"
    )


def _tones(theme: Theme) -> str:
    """``.tm5`` … ``.t0`` … ``.tp5``: the colour of a cell, and of its number."""
    steps = (*range(-MIDDLE, MIDDLE + 1), BEYOND, None)
    pairs = zip(steps, (*theme.tones, *theme.odd), strict=True)
    return (
        f".av .cell{{fill:{theme.tones[MIDDLE][1]}}}"
        f".av .cell .on{{fill:{theme.tones[0][1]}}}"
    ) + "".join(f".av .{tone_class(step)}{{fill:{back}}}" for step, (back, _) in pairs)


def patterns(theme: Theme) -> str:
    """The hatches that the stylesheet of a theme refers to, if there are any."""
    if not theme.hatched:
        return ""
    return (
        "<defs>"
        + "".join(
            f'<pattern id="av-{name}" width="5" height="5" '
            f'patternUnits="userSpaceOnUse">{drawn.format(ink=theme.ink)}</pattern>'
            for name, drawn in _HATCHES.items()
        )
        + "</defs>"
    )


def tone_class(tone: int | None) -> str:
    """The class of a colour step from -5 to 5, and of what has none."""
    if tone is None:
        return "nan"
    if abs(tone) == BEYOND:
        return "beyond"
    sign = "" if tone == 0 else "p" if tone > 0 else "m"
    return f"t{sign}{abs(tone)}"


def on_dark(tone: int | None) -> bool:
    """Whether a text on that colour is to be light."""
    if tone is None or abs(tone) == BEYOND:
        return tone is not None
    return TONES[tone + MIDDLE][1] != TONES[MIDDLE][1]
