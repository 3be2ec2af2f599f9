"""Datasets and loaders, held against PyTorch's."""
