"""Examples, one by one and in batches.

A *dataset* has examples by number, a *sampler* says in which order, and a *loader*
takes so many at a time and makes one batch of them.

Next: ``dataset``, then ``sampler``, ``collate``, ``dataloader``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.utils.data.collate import default_collate, default_convert
from autoviz.utils.data.dataloader import DataLoader, get_worker_info
from autoviz.utils.data.dataset import (
    ChainDataset,
    ConcatDataset,
    Dataset,
    IterableDataset,
    StackDataset,
    Subset,
    TensorDataset,
    random_split,
)
from autoviz.utils.data.sampler import (
    BatchSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    SubsetRandomSampler,
    WeightedRandomSampler,
)

__all__ = [
    "BatchSampler",
    "ChainDataset",
    "ConcatDataset",
    "DataLoader",
    "Dataset",
    "IterableDataset",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "StackDataset",
    "Subset",
    "SubsetRandomSampler",
    "TensorDataset",
    "WeightedRandomSampler",
    "default_collate",
    "default_convert",
    "get_worker_info",
    "random_split",
]


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
