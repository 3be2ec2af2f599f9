"""The loader: a dataset, batch after batch.

PyTorch can fetch examples in other processes (``num_workers``). Here one process does
it all, which gives the same batches; that option and its like are accepted, and change
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from autoviz.core.random_numbers import Generator
from autoviz.utils.data.collate import default_collate, default_convert
from autoviz.utils.data.dataset import IterableDataset
from autoviz.utils.data.sampler import BatchSampler, RandomSampler, SequentialSampler

__all__ = ["DataLoader"]


class DataLoader:
    """Goes through a dataset in batches; each time anew.

    >>> import autoviz as av
    >>> data = av.utils.data.TensorDataset(av.arange(3), av.arange(3) * 10)
    >>> for x, y in DataLoader(data, batch_size=2):
    ...     print(x.tolist(), y.tolist())
    [0, 1] [0, 10]
    [2] [20]

    Args:
        dataset: examples by number, or a stream of them.
        batch_size: how many make a batch; None for examples one by one.
        shuffle: in another order each time.
        sampler: in which order, if not one after the other.
        batch_sampler: which examples make a batch, instead of all the above.
        num_workers: without effect.
        collate_fn: makes a batch of a list of examples.
        pin_memory: without effect.
        drop_last: leave out the last batch if it is smaller than the others.
        timeout: without effect.
        worker_init_fn: without effect, as are the last four.
        multiprocessing_context: without effect.
        generator: where the order comes from.
        prefetch_factor: without effect.
        persistent_workers: without effect.
        pin_memory_device: without effect.

    Raises:
        ValueError: options that contradict each other.
    """

    def __init__(
        self,
        dataset: Any,
        batch_size: int | None = 1,
        shuffle: bool | None = None,
        sampler: Iterable[int] | None = None,
        batch_sampler: Iterable[list[int]] | None = None,
        num_workers: int = 0,
        collate_fn: Callable[[Any], Any] | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        timeout: float = 0,
        worker_init_fn: Callable[[int], None] | None = None,
        multiprocessing_context: Any = None,
        generator: Generator | None = None,
        *,
        prefetch_factor: int | None = None,
        persistent_workers: bool = False,
        pin_memory_device: str = "",
    ) -> None:
        if num_workers < 0:
            raise ValueError(
                "num_workers option should be non-negative; use num_workers=0 to "
                "disable multiprocessing."
            )
        is_stream = isinstance(dataset, IterableDataset)
        if is_stream:
            _check_stream(shuffle, sampler, batch_sampler)
        if sampler is not None and shuffle:
            raise ValueError("sampler option is mutually exclusive with shuffle")
        if batch_sampler is not None:
            if batch_size != 1 or shuffle or sampler is not None or drop_last:
                raise ValueError(
                    "batch_sampler option is mutually exclusive with batch_size, "
                    "shuffle, sampler, and drop_last"
                )
            batch_size, drop_last = None, False
        elif batch_size is None and drop_last:
            raise ValueError(
                "batch_size=None option disables auto-batching and is mutually "
                "exclusive with drop_last"
            )
        if sampler is None and not is_stream:
            shuffled = RandomSampler(dataset, generator=generator) if shuffle else None
            sampler = shuffled or SequentialSampler(dataset)
        if batch_size is not None and not is_stream and sampler is not None:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)
        in_batches = batch_size is not None or batch_sampler is not None
        self.dataset = dataset
        self.batch_size = batch_size
        self.sampler = sampler
        self.batch_sampler = batch_sampler
        self.num_workers = num_workers
        self.drop_last = drop_last
        self.generator = generator
        self.collate_fn = collate_fn or (
            default_collate if in_batches else default_convert
        )

    def __iter__(self) -> Iterator[Any]:
        if isinstance(self.dataset, IterableDataset):
            yield from map(self.collate_fn, self._from_stream())
        elif self.batch_sampler is None:
            for number in self.sampler or ():
                yield self.collate_fn(self.dataset[number])
        else:
            for numbers in self.batch_sampler:
                yield self.collate_fn([self.dataset[each] for each in numbers])

    def _from_stream(self) -> Iterator[Any]:
        examples = iter(self.dataset)
        if self.batch_size is None:
            yield from examples
            return
        while batch := list(islice(examples, self.batch_size)):
            if len(batch) < self.batch_size and self.drop_last:
                return
            yield batch

    def __len__(self) -> int:
        if not isinstance(self.dataset, IterableDataset):
            return len(self.batch_sampler or self.sampler)  # type: ignore[arg-type]
        if self.batch_size is None:
            return len(self.dataset)  # type: ignore[arg-type]
        whole, rest = divmod(len(self.dataset), self.batch_size)  # type: ignore[arg-type]
        return whole if self.drop_last or not rest else whole + 1


def _check_stream(shuffle: Any, sampler: Any, batch_sampler: Any) -> None:
    """Nobody can choose the order of a stream."""
    given = {"shuffle": shuffle, "sampler": sampler, "batch_sampler": batch_sampler}
    for name, value in given.items():
        if value not in (None, False):
            raise ValueError(
                f"DataLoader with IterableDataset: expected unspecified {name} option, "
                f"but got {name}={value}"
            )
