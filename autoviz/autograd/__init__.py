"""What PyTorch has in ``torch.autograd``: gradients without ``.grad``."""

from autoviz.core.passes import backward, grad

__all__ = ["backward", "grad"]
