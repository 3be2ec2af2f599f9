"""The loader: a dataset, batch after batch.

PyTorch can fetch examples in other processes (``num_workers``). Here one process does
it all, which gives the same batches; that option and its like are checked as PyTorch
checks them, kept, and change nothing.

Next: ``autoviz.serialization``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Any

from autoviz.core.random_numbers import Generator
from autoviz.utils.data.collate import default_collate, default_convert
from autoviz.utils.data.dataset import IterableDataset
from autoviz.utils.data.sampler import BatchSampler, RandomSampler, SequentialSampler

__all__ = ["DataLoader", "get_worker_info"]


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
        worker_init_fn: without effect, as are the last five.
        multiprocessing_context: without effect.
        generator: where the order comes from.
        prefetch_factor: without effect.
        persistent_workers: without effect.
        pin_memory_device: without effect.
        in_order: without effect.

    Raises:
        ValueError: options that contradict each other, or are set later on.
    """

    _is_made = False

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
        in_order: bool = True,
    ) -> None:
        _check_workers(num_workers, timeout, prefetch_factor, persistent_workers)
        if num_workers and prefetch_factor is None:
            prefetch_factor = 2
        if isinstance(dataset, IterableDataset):
            _check_stream(shuffle, sampler, batch_sampler)
        _check_batches(batch_size, shuffle, sampler, batch_sampler, drop_last)
        if sampler is None:
            sampler = _order(dataset, shuffle, generator)
        if batch_sampler is not None:
            batch_size = None
        elif batch_size is not None:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)
        if collate_fn is None:
            collate_fn = default_convert if batch_sampler is None else default_collate
        self.dataset = dataset
        self.batch_size = batch_size
        self.sampler = sampler
        self.batch_sampler = batch_sampler
        self.collate_fn = collate_fn
        self.drop_last = drop_last
        self.generator = generator
        self.num_workers = num_workers
        self.pin_memory, self.pin_memory_device = pin_memory, pin_memory_device
        self.timeout, self.worker_init_fn = timeout, worker_init_fn
        self.multiprocessing_context = _checked(multiprocessing_context, num_workers)
        self.prefetch_factor = prefetch_factor
        self.persistent_workers = persistent_workers
        self.in_order = in_order
        self._is_made = True

    def __setattr__(self, name: str, value: Any) -> None:
        if self._is_made and name in _FIXED:
            raise ValueError(
                f"{name} attribute should not be set after {type(self).__name__} is "
                "initialized"
            )
        super().__setattr__(name, value)

    def __iter__(self) -> Iterator[Any]:
        if isinstance(self.dataset, IterableDataset):
            yield from map(self.collate_fn, self._streamed())
        elif self.batch_sampler is None:
            for number in self.sampler:
                yield self.collate_fn(self.dataset[number])
        else:
            for numbers in self.batch_sampler:
                yield self.collate_fn(self._examples(numbers))

    def _examples(self, numbers: list[int]) -> Any:
        """Those of a batch: all at once, if the dataset knows how."""
        if hasattr(self.dataset, "__getitems__"):
            return self.dataset.__getitems__(numbers)
        return [self.dataset[each] for each in numbers]

    def _streamed(self) -> Any:
        """The examples of a stream, so many at a time."""
        if self.batch_size is None:
            return self.dataset
        return BatchSampler(self.dataset, self.batch_size, self.drop_last)

    def __len__(self) -> int:
        if isinstance(self.dataset, IterableDataset):
            return len(self._streamed())
        several = self.sampler if self.batch_sampler is None else self.batch_sampler
        return len(several)  # type: ignore[arg-type]


_FIXED = (
    *("batch_size", "batch_sampler", "sampler", "drop_last", "dataset"),
    "persistent_workers",
)


def get_worker_info() -> None:
    """None: there are no other processes that fetch examples."""


def _order(
    dataset: Any, shuffle: bool | None, generator: Generator | None
) -> Iterable[int]:
    """The numbers of examples; of a stream as many as anybody wants, all the same."""
    if isinstance(dataset, IterableDataset):
        return repeat(0)
    if shuffle:
        return RandomSampler(dataset, generator=generator)
    return SequentialSampler(dataset)


# refused


def _checked(context: Any, num_workers: int) -> Any:
    if context is not None and not num_workers:
        raise ValueError(
            "multiprocessing_context can only be used with multi-process loading "
            f"(num_workers > 0), but got num_workers={num_workers}"
        )
    return context


def _check_workers(
    num_workers: int, timeout: float, prefetch_factor: int | None, persistent: bool
) -> None:
    """What makes no sense, even though nobody else will work."""
    if num_workers < 0:
        raise ValueError(
            "num_workers option should be non-negative; use num_workers=0 to disable "
            "multiprocessing."
        )
    if timeout < 0:
        raise ValueError("timeout option should be non-negative")
    if prefetch_factor is not None and not num_workers:
        raise ValueError(
            "prefetch_factor option could only be specified in multiprocessing.let "
            "num_workers > 0 to enable multiprocessing, otherwise set prefetch_factor "
            "to None."
        )
    if prefetch_factor is not None and prefetch_factor < 0:
        raise ValueError("prefetch_factor option should be non-negative")
    if persistent and not num_workers:
        raise ValueError("persistent_workers option needs num_workers > 0")


def _check_batches(
    batch_size: int | None,
    shuffle: bool | None,
    sampler: Any,
    batch_sampler: Any,
    drop_last: bool,
) -> None:
    """Two answers to one question: in which order, and how many at a time."""
    if sampler is not None and shuffle:
        raise ValueError("sampler option is mutually exclusive with shuffle")
    others = batch_size != 1 or shuffle or sampler is not None or drop_last
    if batch_sampler is not None and others:
        raise ValueError(
            "batch_sampler option is mutually exclusive with batch_size, shuffle, "
            "sampler, and drop_last"
        )
    if batch_size is None and drop_last:
        raise ValueError(
            "batch_size=None option disables auto-batching and is mutually exclusive "
            "with drop_last"
        )


def _check_stream(shuffle: Any, sampler: Any, batch_sampler: Any) -> None:
    """Nobody can choose the order of a stream."""
    given = {"shuffle": shuffle, "sampler": sampler, "batch_sampler": batch_sampler}
    for name, value in given.items():
        if value not in (None, False):
            raise ValueError(
                f"DataLoader with IterableDataset: expected unspecified {name} option, "
                f"but got {name}={value}"
            )
