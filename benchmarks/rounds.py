"""What a long training loop costs of which few rounds are recorded: ``every=100``.

``python -m benchmarks.rounds``: 1,000 rounds of a small perceptron and its update, of
which ten are recorded, or one, against the same loop without us, in turns; CPU time
with the block, one thread, the median of each pair's ratio. The core comes first, while
PyTorch is not loaded.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded
os.environ.setdefault("OMP_NUM_THREADS", "1")

import time
from collections.abc import Callable, Iterator
from typing import Any

import autoviz as av
from benchmarks.measure import Result, median

__all__ = ["main"]

ROUNDS = 1000

Train = Callable[[Any], None]


def by_hand(lib: Any) -> Train:
    """A perceptron of two layers, and its update in ``no_grad``."""
    x, y = lib.randn(16, 8), lib.randn(16, 1)
    weights = [lib.randn(8, 16, requires_grad=True), lib.randn(16, 1).requires_grad_()]

    def train(rounds: Any) -> None:
        for _ in rounds:
            loss = ((lib.tanh(x @ weights[0]) @ weights[1] - y) ** 2).mean()
            for each in weights:
                each.grad = None
            loss.backward()
            with lib.no_grad():
                for each in weights:
                    each -= 0.01 * each.grad

    return train


def with_modules() -> Train:
    """The same of modules, and an optimizer."""
    import torch

    x, y = torch.randn(16, 8), torch.randn(16, 1)
    layers = torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 1)
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

    def train(rounds: Any) -> None:
        for _ in rounds:
            loss = ((model(x) - y) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    return train


def cost(train: Train, every: int, turns: int = 9) -> float:
    """Recorded / plain."""
    found = []
    for _ in range(turns + 1):
        start = time.process_time()
        train(range(ROUNDS))
        middle = time.process_time()
        with av.record(every=every):
            train(av.loop(range(ROUNDS)))
        end = time.process_time()
        found.append((end - middle) / (middle - start))
    return median(found[1:])


def rows(what: str, train: Train) -> Iterator[Result]:
    """One for ten rounds recorded, and one for one; no gate."""
    for every in (100, 1000):
        name = f"{what}: {ROUNDS:,} rounds, every={every} / plain"
        yield Result(name, cost(train, every), 0, "×")


def results() -> Iterator[Result]:
    """All rows."""
    yield from rows("core, by hand", by_hand(av))
    import torch

    torch.set_num_threads(1)
    yield from rows("PyTorch, by hand", by_hand(torch))
    yield from rows("PyTorch, modules", with_modules())


def main() -> None:
    for each in results():
        print(each.row(), flush=True)


if __name__ == "__main__":
    main()
