"""What PyTorch has in ``torch.nn``: so far ``functional``, networks as functions.

Next: ``functional``.
"""

from autoviz.nn import functional

__all__ = ["functional"]
