"""Random programs in which more happens than operations and passes.

The programs of ``test_random_programs``, with lines put between: hooks that change a
gradient, numbers that leave autograd, modes, and ``.grad`` set by hand. A line that
is refused is passed over. A tensor gets one hook at most: PyTorch loses a second one on
a view, or crashes, if its base was written to in between.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

from tests.core.test_random_programs import programs

__all__ = ["stories"]

ANYWHERE = (
    "{0}.requires_grad and {0}.register_hook(lambda g: g if g is None else g * 2)",
    "{0}.requires_grad and {0}.register_hook(lambda g: None)",
    "{0}.grad_fn and {0}.grad_fn.register_prehook("
    "lambda g: tuple(e if e is None else e * 3 for e in g))",
    "{0}.numel() == 1 and {0}.item()",
    "{0}.numel() == 1 and float({0}.sum())",
    "{0}.tolist()",
    "{0}.data -= 0.25",
    "{0}.data.mul_(0.5)",
    "{0}.detach()[...] = 0.25",
    "if {0}.is_leaf: {0}.data = {0}.detach() * 2",
    "with t.enable_grad(): w{1} = {0} * 3",
    "with t.set_grad_enabled(False): w{1} = {0} * 3",
    "with t.no_grad(), t.enable_grad(): w{1} = {0}.sum().item()",
    "t.set_grad_enabled(False)\nt.set_grad_enabled(True)",
)
UNHOOKED = tuple(each for each in ANYWHERE if "register_hook" not in each)
AFTER_BACKWARD = (
    "{0}.grad = None",
    "del {0}.grad",
    "{0}.grad is None or {0}.grad.zero_()",
    "{0}.grad is None or {0}.grad.mul_(2)",
    "{0}.grad = t.ones_like({0})",
    "{0}.grad = {0}.detach() * 2",
    "if {0}.grad is not None: {0}.grad *= 2",
    "if {0}.grad is not None: w{1} = {0}.grad * 2",
    "if {0}.grad is not None: {0}.grad[...] = 0.5",
)


@st.composite
def stories(draw: st.DrawFn) -> str:
    """Draw a program, and lines to put between its own."""
    lines: list[str] = []
    known: list[str] = []
    leaves: list[str] = []
    hooked: set[str] = set()
    for number, line in enumerate(draw(programs()).splitlines()):
        lines.append(line)
        known += re.findall(r"(?:^|: )(v\d+|x\d+) = ", line)
        if "requires_grad=True" in line:
            leaves += known[-1:]
        if line.startswith("backward("):
            chosen = draw(st.lists(st.sampled_from(leaves), max_size=2))
            after = [draw(st.sampled_from(AFTER_BACKWARD)) for _ in chosen]
            pairs = zip(after, chosen, strict=True)
            lines += [text.format(leaf, number) for text, leaf in pairs]
        elif known and draw(st.integers(0, 4)) == 0:
            chosen = draw(st.sampled_from(known[-6:]))
            said = draw(st.sampled_from(ANYWHERE if chosen not in hooked else UNHOOKED))
            lines.append(said.format(chosen, number))
            if said not in UNHOOKED:
                hooked.add(chosen)
    return "\n".join(map(_goes_on, "\n".join(lines).splitlines()))


def _goes_on(line: str) -> str:
    """What is refused is no end."""
    return f"try:\n    {line}\nexcept Exception:\n    pass"
