"""``%%record``: a whole notebook cell as the recorded block.

After ``%load_ext autoviz``, ``%%record`` records the cell and shows the player;
``%%record name`` also keeps the recording under that name. A cell that raises
raises as always; its recording, up to there, is shown first.
"""

from __future__ import annotations

import ast
from typing import Any

from autoviz.watch.recorder import record

__all__ = ["load_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """What ``%load_ext autoviz`` calls."""

    def magic(line: str, cell: str) -> None:
        __tracebackhide__ = True
        _run(shell, line.strip(), cell)

    magic.__doc__ = __doc__
    shell.register_magic_function(magic, magic_kind="cell", magic_name="record")


def _run(shell: Any, name: str, cell: str) -> None:
    __tracebackhide__ = True
    if name and not name.isidentifier():
        raise ValueError(f"%%record takes one variable name, not {name!r}")
    from IPython.display import display

    text = shell.transform_cell(cell)
    filename = shell.compile.cache(text, _count(shell), raw_code=cell)
    tree = ast.parse(text, filename)
    ends_in_a_value = bool(tree.body) and isinstance(tree.body[-1], ast.Expr)
    last = tree.body.pop() if ends_in_a_value else None
    value = recording = None
    lines = text.count("\n") + 1
    recorder = record().cell(filename, lines, shell.user_ns)
    try:
        with recorder as recording:
            if name:
                shell.user_ns[name] = recording
            exec(compile(tree, filename, "exec"), shell.user_ns)
            if isinstance(last, ast.Expr):
                ending = compile(ast.Expression(last.value), filename, "eval")
                value = eval(ending, shell.user_ns)
    finally:
        if recording is not None:
            display(recording)  # type: ignore[no-untyped-call]
    if not text.rstrip().endswith(";"):
        shell.displayhook(value)


def _count(shell: Any) -> int:
    """The number of the cell that is running: ``3`` for ``In [3]``.

    Some versions of IPython count on before a cell runs, some after.
    """
    running = shell.displayhook.exec_result
    count = getattr(running, "execution_count", None)
    return int(shell.execution_count if count is None else count)
