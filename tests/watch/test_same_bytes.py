"""The same program recorded twice gives the same bytes, in whichever process.

Nothing of a process may get into a file: no address, no order of a set, no path.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import autoviz
from tests.records.bodies import FIVE
from tests.watch.parity import body

WRITES = """
x = t.tensor([1., 2.], requires_grad=True)
b = x * 1
v = b[:1]
with t.no_grad(): v.mul_(3)
b.mul_(2)
b.retain_grad()
loss = (b * b).sum()
loss.backward(retain_graph=True)
x.grad = None
loss.backward()
loss.item()
loss.backward()
"""
PROGRAMS = {name: body(name) for name in FIVE} | {"writes": WRITES}
RECORD = """
import sys, torch
from tests.oracle import ours
from tests.watch.parity import recorded
from tests.watch.test_same_bytes import PROGRAMS
for name, program in PROGRAMS.items():
    for side, library in (("torch", torch), ("numpy", ours)):
        recorded(program, library).save(f"{sys.argv[1]}/{name}-{side}.json")
"""


def files(folder: Path, hash_seed: str) -> dict[str, bytes]:
    """What another process saves of the programs."""
    folder.mkdir()
    root = Path(autoviz.__file__).parent.parent
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", RECORD, str(folder)]
    subprocess.run(command, check=True, cwd=root, env=environment)
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


def test_the_same_program_recorded_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    expected, actual = files(tmp_path / "one", "1"), files(tmp_path / "other", "2")
    assert 2 * len(PROGRAMS) == len(expected)
    assert expected == actual
