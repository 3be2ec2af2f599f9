"""Datasets, samplers and loaders give what PyTorch's give, in the same words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from autoviz.utils import data
from tests.oracle import agree_on_story, ours, raised

BEFORE = """
import numpy as np
D = t.utils.data
X = t.arange(14).reshape(7, 2).float()
y = t.arange(7)
pairs = D.TensorDataset(X, y)
class Squares(D.Dataset):
    def __init__(self, n=5):
        self.n = n
    def __len__(self):
        return self.n
    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError(i)
        return i, i**2 / 2, str(i)
class Stream(D.IterableDataset):
    def __iter__(self):
        return iter(range(5))
"""

TOLD = """
say(len(pairs), pairs[2], pairs[-1], pairs[1:3])
---
say([list(each) for each in D.DataLoader(pairs, batch_size=3)])
---
say(len(D.DataLoader(pairs, 3)), len(D.DataLoader(pairs, 3, drop_last=True)))
say([len(each[1]) for each in D.DataLoader(pairs, 3, drop_last=True)])
---
say(list(D.DataLoader(Squares(), batch_size=2)))
---
say(list(D.DataLoader(Squares(), batch_size=None))[:2])
---
say(list(D.DataLoader(pairs, sampler=[4, 0, 6], batch_size=2)))
---
loader = D.DataLoader(pairs, batch_sampler=[[0, 1], [5]])
say(list(loader), len(loader), loader.batch_size)
---
say(list(D.DataLoader(Stream(), batch_size=2)), list(D.DataLoader(Stream())))
say(list(D.DataLoader(Stream(), batch_size=2, drop_last=True)))
---
say([len(each[0]) for each in D.DataLoader(pairs, 3, num_workers=0, pin_memory=False)])
---
loader = D.DataLoader(pairs, 4, collate_fn=lambda batch: len(batch))
say(list(loader), list(loader))
---
both = Squares(2) + Squares(3)
say(len(both), both[1], both[2], both[-1], both.cumulative_sizes)
---
both = Stream() + Stream()
say(type(both).__name__, list(D.DataLoader(both, 4)))
try:
    len(both)
except TypeError as error:
    say(str(error))
---
sides = D.StackDataset(pairs, Squares(7)), D.StackDataset(x=X, y=y)
say(len(sides[0]), sides[0][2], sides[1][3], list(D.DataLoader(sides[1], 4)))
---
class AtOnce(Squares):
    def __getitems__(self, numbers):
        return [len(numbers), max(numbers)]
say(list(D.DataLoader(AtOnce(), 2)))
---
one = D.DataLoader(pairs, 10, drop_last=True)
say(len(one), list(one))
---
names = "pin_memory timeout worker_init_fn num_workers drop_last batch_size generator"
more = "prefetch_factor persistent_workers multiprocessing_context in_order"
say([getattr(D.DataLoader(pairs, 2), each) for each in (names + " " + more).split()])
say(D.DataLoader(pairs, 2, num_workers=1).prefetch_factor, D.get_worker_info())
---
part = D.Subset(pairs, [3, 1])
say(len(part), part[0], list(D.DataLoader(part, 2)))
---
say([len(each) for each in D.random_split(pairs, [5, 2])])
say([len(each) for each in D.random_split(pairs, [0.5, 0.5])])
say([len(each) for each in D.random_split(pairs, [0.9, 0.05, 0.05])])
---
say(list(D.BatchSampler(range(7), 3, False)), len(D.BatchSampler(range(7), 3, True)))
---
say(list(D.SequentialSampler(pairs)), len(D.RandomSampler(pairs, num_samples=20)))
---
collate = D.default_collate
say(collate([1, 2]), collate([1.5, 2.0]), collate(['a', 'b']), collate([True, False]))
say(collate([t.ones(2), t.zeros(2)]), collate([{'x': 1, 'y': [2, 3.0]}] * 2))
say(collate([np.array([1, 2]), np.array([3, 4])]), collate([np.float32(1)] * 2))
say(collate([(1, t.tensor(2.0)), (3, t.tensor(4.0))]), collate([[1, 2], [3, 4]]))
"""


@pytest.mark.parametrize("program", TOLD.strip().split("---\n"))
def test_it_tells_the_same(program: str) -> None:
    agree_on_story(BEFORE + program)


REFUSED = (
    "D.TensorDataset(X, y[:3])",
    "D.Dataset()[0]",
    "D.ConcatDataset([])",
    "D.ConcatDataset([Stream()])",
    "(Squares(2) + Squares(2))[-5]",
    "D.random_split(pairs, [1, 2])",
    "D.random_split(pairs, [-0.5, 1.5])",
    "D.DataLoader(pairs, batch_size=0)",
    "D.DataLoader(pairs, batch_size=2.5)",
    "D.DataLoader(pairs, num_workers=-1)",
    "D.DataLoader(pairs, timeout=-1)",
    "D.DataLoader(pairs, prefetch_factor=2)",
    "D.DataLoader(pairs, num_workers=1, prefetch_factor=-2)",
    "D.DataLoader(pairs, persistent_workers=True)",
    "D.DataLoader(pairs, multiprocessing_context='fork')",
    "D.DataLoader(pairs).batch_size = 3",
    "D.DataLoader(pairs).dataset = pairs",
    "D.DataLoader(Stream(), batch_size=0)",
    "D.DataLoader(pairs, shuffle=True, sampler=[1])",
    "D.DataLoader(pairs, batch_size=2, batch_sampler=[[1]])",
    "D.DataLoader(pairs, batch_size=None, drop_last=True)",
    "D.DataLoader(Stream(), shuffle=True)",
    "D.DataLoader(Stream(), sampler=[1])",
    "D.DataLoader(Stream(), batch_sampler=[[1]])",
    "D.RandomSampler(pairs, num_samples=0)",
    "D.RandomSampler(pairs, replacement=1)",
    "D.BatchSampler(range(3), 2, 1)",
    "D.WeightedRandomSampler([1.0], 0)",
    "D.WeightedRandomSampler([1.0], 1, 3)",
    "D.WeightedRandomSampler([[1.0, 2.0]], 1)",
    "list(D.WeightedRandomSampler([1.0, 2.0], 3, False))",
    "list(D.ChainDataset([pairs]))",
    "D.StackDataset()",
    "D.StackDataset([1], [1, 2])",
    "D.StackDataset([1], x=[1])",
    "type('Mute', (D.IterableDataset,), {})()",
    "D.default_collate([[1], [1, 2]])",
    "D.default_collate([object()])",
    "D.default_collate([np.array(['a'])])",
)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_is_refused_is_refused_in_the_same_words(expression: str) -> None:
    def program(t: Any) -> None:
        exec(f"{BEFORE}\n{expression}", {"t": t})

    def told(t: Any) -> str:
        return raised(program, t).partition(" at 0x")[0]

    expected = told(torch)
    assert expected != "no error"
    assert expected == told(ours)


# chance


def numbers(loader: data.DataLoader) -> list[int]:
    return [each for (batch,) in loader for each in batch.tolist()]


def test_shuffled_is_in_another_order_each_time() -> None:
    loader = data.DataLoader(data.TensorDataset(ours.arange(50)), 7, shuffle=True)
    first, second = numbers(loader), numbers(loader)
    assert list(range(50)) == sorted(first) == sorted(second)
    assert first != second


def test_a_generator_makes_the_same_order_come_again() -> None:
    def order(seed: int) -> list[int]:
        generator = ours.Generator().manual_seed(seed)
        dataset = data.TensorDataset(ours.arange(50))
        return numbers(data.DataLoader(dataset, shuffle=True, generator=generator))

    assert order(1) == order(1) != order(2)


def test_parts_have_every_example_once() -> None:
    whole = data.TensorDataset(ours.arange(20))
    parts = data.random_split(whole, [0.5, 0.5], ours.Generator().manual_seed(3))
    indices = [each for part in parts for each in part.indices]
    assert list(range(20)) == sorted(indices) != indices


def test_samplers_that_draw() -> None:
    again = data.RandomSampler(range(3), replacement=True, num_samples=40)
    assert {0, 1, 2} == set(again)
    assert 40 == len(list(again))
    assert [0, 1, 2, 3, 4] == sorted(data.SubsetRandomSampler(range(5)))
    weighted = data.WeightedRandomSampler([0.0, 1.0, 0.0], 4)
    assert [1, 1, 1, 1] == list(weighted)
    more = list(data.RandomSampler(range(3), num_samples=7))
    assert [2, 2, 3] == sorted(np.bincount(more).tolist())


def test_workers_are_not_needed() -> None:
    loader = data.DataLoader(data.TensorDataset(ours.arange(4)), 2, num_workers=2)
    assert [0, 1, 2, 3] == numbers(loader)
