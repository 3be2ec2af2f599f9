"""The modules that networks are put together from, as in ``torch.nn``.

Next: ``module``.
"""
