"""Tests of where an operation was written and what its result was called."""

from __future__ import annotations

import contextlib
import os
import runpy
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

import autoviz
from autoviz.records import Source
from autoviz.watch.binding import bound_name
from autoviz.watch.source import (
    Position,
    block_lines,
    function_lines,
    here,
    is_learners,
    lines,
    resolve,
    short_file,
)

PACKAGE = os.path.dirname(autoviz.__file__)

LIBRARY = '''
class Thing:
    """Its operations do nothing but note where they were written."""

    def __init__(self, positions):
        self.positions = positions

    def work(self, *args, **kwargs):
        position, frame = here()
        self.positions.append(position)
        return self

    __add__ = __radd__ = __mul__ = __rmul__ = __pow__ = __iadd__ = __matmul__ = work
    __neg__ = __pos__ = __gt__ = __getitem__ = __setitem__ = __call__ = work
    tanh = relu = mean = backward = __copy__ = work
    T = property(work)


def repeated(thing, times):
    for _ in range(times):
        thing = thing.tanh()
    return thing
'''


class Notes:
    """The positions that a program's operations were at."""

    def __init__(self) -> None:
        self.positions: list[Position] = []

    def names_for_program(self) -> dict[str, Any]:
        """``x`` and ``repeated``, whose code seems to be a file of the package."""
        names: dict[str, Any] = {"here": here}
        exec(compile(LIBRARY, os.path.join(PACKAGE, "thing.py"), "exec"), names)
        return {"x": names["Thing"](self.positions), "repeated": names["repeated"]}

    def sources(self) -> list[Source | None]:
        return [resolve(each) for each in self.positions]

    def expressions(self) -> list[str]:
        return [each.expression for each in self.sources() if each is not None]

    def names(self) -> list[str | None]:
        return [bound_name(each) for each in self.positions]


def run(folder: Path, text: str) -> Notes:
    """Run a program from a file of its own, ``train.py``."""
    (folder / "train.py").write_text(text, encoding="utf-8")
    notes = Notes()
    runpy.run_path(str(folder / "train.py"), notes.names_for_program())
    return notes


EXPRESSIONS = {
    "y = x**2 + 2*x": ["x**2", "2*x", "x**2 + 2*x"],
    "y = x.tanh().mean()": ["x.tanh()", "x.tanh().mean()"],
    "y = (x + 1) * (x + 2)": ["x + 1", "x + 2", "(x + 1) * (x + 2)"],
    "y = x.T @ x": ["x.T", "x.T @ x"],
    "y = -x[0]": ["x[0]", "-x[0]"],
    "x += 1": ["x += 1"],
    "x[0] = 3": ["x[0] = 3"],
    "x[0] += 3": ["x[0]", "x[0] += 3", "x[0] += 3"],
    "ys = [t * 2 for t in [x]]": ["t * 2"],
    "f = lambda t: t * 2 + 1\ny = f(x)": ["t * 2", "t * 2 + 1"],
    "s = f'{type(x + 1)} {type(x.tanh())}'": ["x + 1", "x.tanh()"],
    "ä = x; y = 'é→😀', ä * 2, ä": ["ä * 2"],
    "s = 'x + 1'; y = x + 1": ["x + 1"],
    "y = repeated(x, 2)": ["repeated(x, 2)", "repeated(x, 2)"],
    "y = sum([x, x])": ["sum([x, x])", "sum([x, x])"],
    "y = x.tanh(*[1], **{'dim': 0})": ["x.tanh(*[1], **{'dim': 0})"],
    "@x.tanh\ndef f(): pass": ["x.tanh"],
    "if x > 0: pass": ["x > 0"],
    "y = (x +\n     1)": ["x + 1"],
    "y = x + \\\n    1": ["x + 1"],
    "y = (x  # the input\n     + '# no comment'\n     )": ["x + '# no comment'"],
    "y = x.tanh(\n    1,\n    2,\n)": ["x.tanh(1, 2,)"],
    "y = (x\n     .tanh()\n     .relu(1,\n           2)\n     .T)": [
        "x.tanh()",
        "x.tanh().relu(1, 2)",
        "x.tanh().relu(1, 2).T",
    ],
    "x[0] = x.tanh(\n    1)": ["x.tanh(1)", "x[0] = x.tanh(1)"],
    "y = x + (\n    .5)": ["x + (.5)"],
    "def f(x):\n    return x.tanh()\ny = f(x) + 1": ["x.tanh()", "f(x) + 1"],
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expression_is_the_text_that_was_written(tmp_path: Path, text: str) -> None:
    """The exact sub-expression, on one line."""
    assert run(tmp_path, text).expressions() == EXPRESSIONS[text]


def test_source_says_where_the_expression_stands(tmp_path: Path) -> None:
    """Lines from 1, columns in characters though Python counts bytes."""
    notes = run(tmp_path, "t = 1\nß = x; y = 'é→', ß * 2")
    assert notes.sources() == [Source("train.py", 2, 2, 17, 22, "ß * 2")]


def test_source_of_several_lines_spans_them(tmp_path: Path) -> None:
    """A method chain begins where its first object stands."""
    notes = run(tmp_path, "y = (x\n     .tanh()\n     .mean(\n     ))")
    expected = [
        Source("train.py", 1, 2, 5, 12, "x.tanh()"),
        Source("train.py", 1, 4, 5, 6, "x.tanh().mean()"),
    ]
    assert notes.sources() == expected


def test_helper_function_in_another_file_is_the_learners(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The innermost of the learner's files is where the operation was written."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "layer_of_ada.py").write_text(
        "def layer(t):\n    return t.tanh() * 2\n"
    )
    notes = run(tmp_path, "from layer_of_ada import layer\ny = layer(x) + 1")
    expected = [
        Source("layer_of_ada.py", 2, 2, 11, 19, "t.tanh()"),
        Source("layer_of_ada.py", 2, 2, 11, 23, "t.tanh() * 2"),
        Source("train.py", 2, 2, 4, 16, "layer(x) + 1"),
    ]
    assert notes.sources() == expected


def test_edited_file_is_read_again(tmp_path: Path) -> None:
    """A second run shows the second text."""
    first = run(tmp_path, "y = x + 1").expressions()
    second = run(tmp_path, "t = 2; y = x * 100").expressions()
    assert [first, second] == [["x + 1"], ["x * 100"]]


def test_text_with_odd_escapes_is_read_in_silence(tmp_path: Path) -> None:
    """Python's warning about the learner's string is not said a second time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        notes = run(tmp_path, "s = '\\d'; y = x.tanh(\n)")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert notes.expressions() == ["x.tanh()"]


def test_whole_line_where_python_kept_no_columns(tmp_path: Path) -> None:
    """``python -X no_debug_ranges`` knows lines only."""
    notes = run(tmp_path, "if True:\n    y = x + 1  \n")
    code, offset = notes.positions[0]
    blind = code.replace(co_linetable=_lines_only(code))
    expected = Source("train.py", 2, 2, None, None, "y = x + 1")
    assert resolve((blind, offset)) == expected


def _lines_only(code: CodeType) -> bytes:
    """Python's location table with "no columns" entries (kind 13) alone."""
    table, line = bytearray(), code.co_firstlineno
    for start, _, _, _ in code.co_positions():
        delta = (start or line) - line
        line += delta
        coded = delta << 1 if delta >= 0 else (-delta << 1) | 1
        table += bytes([0x80 | (13 << 3), coded])
    return bytes(table)


@pytest.mark.parametrize("name", ["<string>", "<stdin>", "/nowhere/gone.py"])
def test_expression_is_empty_without_source_text(name: str) -> None:
    """The line is known, the text is not; the name is read from the bytecode."""
    notes = Notes()
    exec(compile("t = 0\ny = x + 1", name, "exec"), notes.names_for_program())
    expected = Source(name.removeprefix("/nowhere/"), 2, 2, None, None, "")
    assert notes.sources() == [expected]
    assert notes.names() == ["y"]


def test_text_shorter_than_the_code_gives_no_expression(tmp_path: Path) -> None:
    """A file that was cut off since it ran is no reason to fail."""
    notes = run(tmp_path, "t = 0\ny = (x +\n1)")
    (tmp_path / "train.py").write_text("t = 0\n")
    assert notes.expressions() == [""]


def test_position_before_the_first_instruction_is_nowhere() -> None:
    """A frame that has not begun has the offset -1."""
    code = compile("y = 1", "<string>", "exec")
    assert (resolve((code, -1)), bound_name((code, -1))) == (None, None)


NAMES = {
    "y = x**2 + 1": [None, "y"],
    "y = x.tanh()": ["y"],
    "y = x.tanh(1, dim=2)": ["y"],
    "y = x.tanh(*[1], **{'dim': 0})": ["y"],
    "y = x.T": ["y"],
    "y = x.T.tanh()": [None, "y"],
    "y = x[0]": ["y"],
    "y = x[0:1]": ["y"],
    "m = x > 0": ["m"],
    "y = -x": ["y"],
    "y = +x": ["y"],
    "x += 1": ["x"],
    "y: object = x + 1": ["y"],
    "a = b = x + 1": ["a"],
    "a = b = c = x + 1": ["a"],
    "print(type(y := x + 1))": ["y"],
    "y = (z := x + 1) * 2": ["z", "y"],
    "a, b = x + 1, x.tanh()": ["a", "b"],
    "a, b, c = x + 1, x.tanh(2, k=3), x[0]": ["a", "b", "c"],
    "x, y = x, x + 1": ["y"],
    "x, y = x * 2, x": ["x"],
    "y = x + 1, x + 2": [None, None],
    "y = [x + 1]": [None],
    "y = x[0] + x[1]": [None, None, "y"],
    "x[0] = x + 1": [None, None],
    "x[0] = b = x + 1": ["b", None],
    "b = x[0] = x + 1": ["b", None],
    "x + 1": [None],
    "x.backward()": [None],
    "y = type(x + 1)": [None],
    "if x > 0: y = 1": [None],
    "y = (x + 1) or 2": [None],
    "y = 1 if x > 0 else 2": [None],
    "y = x + 1 if x else x + 2": ["y"],
    "for y in [x + 1]: pass": ["y"],
    "for y, z in [(x + 1, 2)]: pass": ["y"],
    "y = max([1, 0], key=lambda n: 0, default=x + 1)": [None],
    "a, *b = x + 1, x + 2": [None, None],
    "y = f'{type(x + 1)}'": [None],
    "y = [t + 1 for t in [x]]": [None],
    "f = lambda t: t + 1\ny = f(x)": [None],
    "d = {}\nd['k'] = x + 1": [None],
    "def f(t):\n    h = t + 1\n    return h * 2\ny = f(x)": ["h", None],
    "def f(t):\n    a = b = t + 1\nf(x)": ["a"],
    "def f(t):\n    a, b = t + 1, t * 2\nf(x)": ["a", "b"],
    "def f(t):\n    a, b, c = t + 1, t * 2, -t\nf(x)": ["a", "b", "c"],
    "def f(t):\n    h = t + 1; h = h * 2\nf(x)": ["h", "h"],
    "def f(t):\n    global g\n    g = t + 1\nf(x)": ["g"],
    "def f(t):\n    h = t + 1\n    return lambda: h\nf(x)": ["h"],
    "def f(t):\n    t += 1\nf(x)": ["t"],
    "class A:\n    y = x + 1": ["y"],
    "from types import SimpleNamespace as N\na = N(b=N())\na.w = x + 1\n"
    "a.b.w = c = x + 2\na.w, a.b.w = x + 3, x + 4\na.b.w += 1\n"
    "[a][0].w = x + 5": ["a.w", "a.b.w", "a.w", "a.b.w", None, None],
    "class M:\n    def f(self, t):\n        self.w = t + 1\n"
    "        self.w: object = t + 2\nM().f(x)": ["self.w", "self.w"],
    "class N: pass\nclass M:\n    o = N()\nclass K(M):\n    def f(self, t):\n"
    "        super().o.w = t + 1\nK().f(x)": [None],
    "match x + 1:\n    case y: pass": ["y"],
}


@pytest.mark.parametrize("text", NAMES)
def test_name_is_where_the_value_is_stored_at_once(tmp_path: Path, text: str) -> None:
    """A variable or an attribute; None for a value on its way elsewhere."""
    assert run(tmp_path, text).names() == NAMES[text]


def test_name_is_found_in_code_that_has_been_optimised_while_running(
    tmp_path: Path,
) -> None:
    """A hot loop runs on specialised instructions, at other offsets."""
    text = (
        "for i in range(50):\n    y = x * 2\n    z = sum([x])\n    w = repeated(x, 1)\n"
    )
    notes = run(tmp_path, text)
    assert set(notes.names()) == {"y", "z", "w"}
    assert notes.names() == ["y", "z", "w"] * 50
    assert notes.expressions() == ["x * 2", "sum([x])", "repeated(x, 1)"] * 50


def test_name_is_found_behind_wide_arguments(tmp_path: Path) -> None:
    """Past 255 names, constants or instructions Python writes wider instructions."""
    many = "".join(f"n{number} = {number + 1000}\n" for number in range(600))
    text = f"{many}y = x + 77777\nn = (x + 1) if n0 else (x + 2)\nx.far = x * 88888\n"
    notes = run(tmp_path, text)
    assert notes.names() == ["y", "n", "x.far"]
    assert notes.expressions() == ["x + 77777", "x + 1", "x * 88888"]


def test_here_walks_over_python_and_the_package(tmp_path: Path) -> None:
    """``copy`` calls the object, but the learner called ``copy``."""
    notes = run(tmp_path, "import copy\ny = copy.copy(x)")
    assert notes.expressions() == ["copy.copy(x)"]


def test_here_gives_the_frame_for_looking_at_variables() -> None:
    """It is the frame the position is in."""
    y = 3
    found = here()
    assert found is not None
    assert found[0][0] is found[1].f_code
    assert found[1].f_locals["y"] == y


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        (os.path.join(PACKAGE, "core", "tensor.py"), False),
        (os.path.join(PACKAGE, "programs", "tutorial.py"), True),
        (PACKAGE + "_of_my_own.py", True),
        (contextlib.__file__, False),
        (os.path.join(os.path.dirname(os.__file__), "site-packages", "a.py"), True),
        ("<frozen runpy>", False),
        ("<string>", True),
        ("train.py", True),
        (__file__, True),
    ],
)
def test_learners_code_is_told_from_ours_and_pythons(
    filename: str, expected: bool
) -> None:
    """The demo programs in the package count as a learner's."""
    assert is_learners(filename) is expected


@pytest.mark.parametrize("name", ["torch", "numpy"])
def test_library_code_is_not_the_learners(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the library was imported from, which may be after us."""
    module = type(sys)(name)
    module.__file__ = os.path.join(os.sep, "somewhere", name, "__init__.py")
    file = os.path.join(os.sep, "somewhere", name, "nn", f"{name}_file.py")
    monkeypatch.setitem(sys.modules, name, module)
    is_learners.cache_clear()
    assert is_learners(file) is False
    is_learners.cache_clear()


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("/home/ada/train.py", "train.py"),
        ("C:\\Users\\ada\\train.py", "train.py"),
        ("train.py", "train.py"),
        ("<stdin>", "<stdin>"),
        ("<string>", "<string>"),
        ("<python-input-3>", "<python-input-3>"),
        ("<doctest /home/ada/train.md[0]>", "<train.md[0]>"),
        ("<ipython-input-3-0123456789ab>", "cell [3]"),
        ("/tmp/ipython-input-12-345.py", "cell [12]"),
    ],
)
def test_short_file_is_never_a_path(filename: str, expected: str) -> None:
    """A base name, or the number of a notebook's cell."""
    assert short_file(filename) == expected


@pytest.fixture(params=["terminal", "kernel"])
def shell(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """A real IPython shell; a kernel names its cells as files in ``/tmp``."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    interactive = pytest.importorskip("IPython.core.interactiveshell")
    options: dict[str, Any] = {}
    if request.param == "kernel":
        compiler = pytest.importorskip("ipykernel.compiler")
        options["compiler_class"] = compiler.XCachingCompiler
    shell = interactive.InteractiveShell.instance(**options)
    shell.history_manager.enabled = False
    yield shell
    interactive.InteractiveShell.clear_instance()


def test_cell_is_named_by_its_execution_count(shell: Any) -> None:
    """A function of an earlier cell keeps that cell's number."""
    notes = Notes()
    shell.push(notes.names_for_program())
    shell.run_cell("def f(t):\n    return t + 1", store_history=True)
    shell.run_cell("# again\ny = f(x) * 2", store_history=True)
    assert notes.sources() == [
        Source("cell [1]", 2, 2, 11, 16, "t + 1"),
        Source("cell [2]", 2, 2, 4, 12, "f(x) * 2"),
    ]
    assert notes.names() == [None, "y"]


def test_cell_that_is_run_again_has_its_new_number(shell: Any) -> None:
    """A kernel gives the same file name to the same text; the number is the last."""
    notes = Notes()
    shell.push(notes.names_for_program())
    for _ in range(3):
        shell.run_cell("y = x + 1", store_history=True)
    assert resolve(notes.positions[-1]) == Source("cell [3]", 1, 1, 4, 9, "x + 1")


def test_cell_with_magic_and_last_expression_is_read_as_run(shell: Any) -> None:
    """What IPython rewrites before running does not shift the columns."""
    notes = Notes()
    shell.push(notes.names_for_program())
    shell.run_cell("%cd -q .\ny = x + 1\nx * 2", store_history=True)
    assert notes.expressions() == ["x + 1", "x * 2"]
    assert notes.names() == ["y", None]


def lines_at(frame: FrameType) -> tuple[int, int] | None:
    return block_lines(frame.f_code.co_filename, frame.f_lineno)


def test_block_lines_in_a_cell(shell: Any) -> None:
    """The text comes from the shell, not from a file."""
    found: list[object] = []

    class Record(contextlib.AbstractContextManager[None]):
        def __enter__(self) -> None:
            found.append(lines_at(sys._getframe(1)))

        def __exit__(self, *_: object) -> None:
            pass

    shell.push({"record": Record})
    shell.run_cell("a = 1\nwith record():\n    b = 1\n    c = 2\nc", store_history=True)
    assert found == [(3, 4)]


def test_program_on_the_command_line_has_names(tmp_path: Path) -> None:
    """Python keeps the text of ``python -c`` since 3.13 only."""
    text = (
        "from autoviz.watch.binding import bound_name\n"
        "from autoviz.watch.source import here, resolve\n"
        "found = here()\n"
        "print(bound_name(found[0]), resolve(found[0]).line)\n"
        "print(resolve(found[0]).expression, end='')"
    )
    done = subprocess.run(
        [sys.executable, "-c", text],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.path.dirname(PACKAGE)},
    )
    expression = "here()" if sys.version_info >= (3, 13) else ""
    assert done.stdout == f"found 3\n{expression}"


def test_package_on_a_relative_path_is_still_ours() -> None:
    """``PYTHONPATH=.`` gives the package's files another beginning."""
    text = (
        "from autoviz.watch import source\nimport autoviz.errors\n"
        "print(source.is_learners(autoviz.errors.__file__))\n"
        "print(source.is_learners(source.lines.__code__.co_filename))"
    )
    done = subprocess.run(
        [sys.executable, "-c", text],
        capture_output=True,
        text=True,
        check=True,
        cwd=os.path.dirname(PACKAGE),
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert done.stdout == "False\nFalse\n"


def block(folder: Path, text: str) -> tuple[int, int] | None:
    """Run a program that says ``record()`` and return what it found."""
    found: list[tuple[int, int] | None] = []

    class Record:
        def __enter__(self) -> None:
            found.append(lines_at(sys._getframe(1)))

        def __exit__(self, *_: object) -> None:
            pass

    (folder / "train.py").write_text(text)
    names = {"record": Record, "other": contextlib.nullcontext}
    runpy.run_path(str(folder / "train.py"), names)
    return found[0]


BLOCKS = {
    "with record() as rec:\n    a = 1\n\n    b = 2\nc = 3": (2, 4),
    "with record(): a = 1": (1, 1),
    "with other(\n), record(\n) as rec:\n    a = (\n        1)\n": (4, 5),
    "with (\n    other() as o,\n    record() as rec,\n):\n    a = 1\n": (5, 5),
    "with other():\n    with record():\n        a = 1\n    b = 2": (3, 3),
    "with record():\n    with other():\n        a = 1\n    b = 2": (2, 4),
    "def f():\n    with record():\n        return 1\nf()": (3, 3),
    "with record():\n\n    # first\n    # then\n    a = 1\n    # last\n": (3, 5),
    "with record():\n    @staticmethod\n    def f():\n        pass\n": (2, 4),
    "import contextlib\nwith contextlib.ExitStack() as s:\n"
    "    s.enter_context(record())\n": None,
}


@pytest.mark.parametrize("text", BLOCKS)
def test_block_lines_are_those_inside_the_with(tmp_path: Path, text: str) -> None:
    """From the first statement, or the comments above it, to the last."""
    assert block(tmp_path, text) == BLOCKS[text]


def test_block_lines_are_unknown_without_text() -> None:
    """A string that was executed has no file to read."""
    found: list[FrameType] = []
    exec("find()", {"find": lambda: found.append(sys._getframe(1))})
    assert lines_at(found[0]) is None


FUNCTION = """\
import functools

@functools.cache
def f(
    x=1,
):
    '''Doc.'''
    def g():
        return (
            x
        )
    return [
        g,
    ]

y = 1
"""


def test_function_lines_span_the_whole_function(tmp_path: Path) -> None:
    """From the decorator to the closing bracket."""
    (tmp_path / "train.py").write_text(FUNCTION)
    names = runpy.run_path(str(tmp_path / "train.py"))
    assert function_lines(names["f"].__wrapped__.__code__) == (3, 14)
    assert function_lines(names["f"]()[0].__code__) == (8, 11)


def test_function_that_ends_in_a_function_includes_it() -> None:
    """The inner one's lines are its own code object's."""
    names: dict[str, Any] = {}
    exec("def f():\n    class A:\n        def g(self):\n            return 1", names)
    assert function_lines(names["f"].__code__) == (1, 4)


def test_lines_are_as_written_without_blank_ones_at_the_end(tmp_path: Path) -> None:
    """Columns of a ``Source`` count in them."""
    file = tmp_path / "train.py"
    file.write_text("if True:\n    a = 1\n\n    if a:\n        b = 2\n   \n\n")
    expected = {2: "    a = 1", 3: "", 4: "    if a:", 5: "        b = 2"}
    assert lines(str(file), 2, 7) == expected


def test_lines_of_a_file_that_is_gone_are_none() -> None:
    """Nothing to show is not an error."""
    assert lines("/nowhere/gone.py", 1, 9) == {}


def test_a_program_that_runs_further_left_than_its_file_has_it(tmp_path: Path) -> None:
    """As marimo runs the cells of a program."""
    path = tmp_path / "app.py"
    path.write_text(
        "@app.cell\ndef _(x):\n    y = (\n        x**2 + 1\n    )\n    z = -y\n"
    )
    notes = Notes()
    text = "\n\ny = (\n    x**2 + 1\n)\nz = -y\n"
    names = notes.names_for_program()
    exec(compile(text, str(path), "exec"), names)
    assert ["x**2", "x**2 + 1", "-y"] == notes.expressions()
    assert [8, 8, 8] == [each.column for each in notes.sources() if each]
    assert ["", "y", "z"] == [bound_name(each) or "" for each in notes.positions]


def test_a_method_is_where_its_file_has_it(tmp_path: Path) -> None:
    path = tmp_path / "net.py"
    text = (
        "class Net:\n"
        "    def forward(self, x):\n"
        "        with self:\n"
        "            yield from [x**2 for x in [\n"
        "  x]]\n"
        "    def __enter__(self): pass\n"
        "    def __exit__(self, *_): pass\n"
    )
    path.write_text(text)
    notes = Notes()
    names = notes.names_for_program()
    exec(compile(text, str(path), "exec"), names)
    list(names["Net"]().forward(names["x"]))
    assert ["x**2"] == notes.expressions()
