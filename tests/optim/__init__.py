"""Optimizers and schedules, held against PyTorch's."""
