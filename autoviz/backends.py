"""What PyTorch has in ``torch.backends``: libraries it may compute with. None is here.

Programs ask for ``mps`` before they choose a device, and set switches of ``cudnn``,
which have no effect on the CPU.
"""

from __future__ import annotations

__all__ = ["cudnn", "mps"]


class _Absent:
    """A library that is not there."""

    def is_available(self) -> bool:
        """Whether it can be used: no."""
        return False

    def is_built(self) -> bool:
        """Whether it was built in: no."""
        return False


class _Cudnn(_Absent):
    """Its switches can be set."""

    enabled = True
    benchmark = False
    deterministic = False


mps = _Absent()
cudnn = _Cudnn()
