"""Graphs deeper than PyTorch can free once Python has seen their nodes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autoviz.watch.torch_deep import PIECE

LENGTH = 9_000

CHAIN = f"""
import gc
import threading
import torch
import autoviz as av
from autoviz.watch import torch_deep

def chain():
    y = x = torch.tensor(1.0, requires_grad=True)
    for _ in range({LENGTH}):
        y = y * 1.00001
    return y

def body():
"""
RUN = f"""
    gc.collect()
    print(len(rec.trace.graph.nodes) > {LENGTH}, len(torch_deep._held))

threading.stack_size(2**20)
thread = threading.Thread(target=body)
thread.start()
thread.join()
"""
ENDINGS = {
    "dropped in the block": """
    with av.record() as rec:
        y = chain()
        del y
""",
    "dropped after backward": """
    with av.record() as rec:
        y = chain()
        y.backward(retain_graph=True)
    del y
""",
    "made before": """
    y = chain()
    with av.record() as rec:
        z = y * 2
    del y, z
""",
    "never dropped": """
    global y
    with av.record() as rec:
        y = chain()
""",
}


def ended(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


@pytest.mark.parametrize("ending", ENDINGS)
def test_deep_graph_is_recorded_and_freed(ending: str) -> None:
    """With little room on the stack, so that 9,000 nodes are deep."""
    done = ended(CHAIN + ENDINGS[ending] + RUN)
    held = LENGTH // PIECE if ending == "never dropped" else 0
    assert (0, f"True {held}\n") == (done.returncode, done.stdout)


def test_without_pieces_it_would_crash() -> None:
    """PyTorch's trap: the day it is gone, so can ``torch_deep`` be."""
    whole = "    from autoviz.watch import torch_graph; torch_graph.PIECE = 10**9\n"
    done = ended(CHAIN + whole + ENDINGS["dropped in the block"] + RUN)
    assert 0 != done.returncode
