"""A module on several graphics cards at once: here there is none, and it just runs.

Courses wrap a model in it (``model = nn.DataParallel(model)``) and find it again as
``model.module``; the names of its parameters begin with ``module.`` from then on.

Next: ``distance``.
"""

from __future__ import annotations

from typing import Any

from autoviz.nn.modules.module import Module

__all__ = ["DataParallel"]


class DataParallel(Module):
    """Calls ``module``, as PyTorch does where there is no graphics card."""

    def __init__(
        self,
        module: Module,
        device_ids: Any = None,
        output_device: Any = None,
        dim: int = 0,
    ) -> None:
        super().__init__()
        self.module = module
        self.device_ids: list[Any] = []

    def forward(self, *inputs: Any, **kwargs: Any) -> Any:
        return self.module(*inputs, **kwargs)
