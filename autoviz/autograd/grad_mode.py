"""What PyTorch has in ``torch.autograd.grad_mode``: recording on and off."""

from autoviz.core.modes import enable_grad, inference_mode, no_grad, set_grad_enabled

__all__ = ["enable_grad", "inference_mode", "no_grad", "set_grad_enabled"]
