"""Shapes: the same numbers seen otherwise, put together, or taken apart.

Next: ``view_reshape``.
"""
