"""Indices: which elements are read, and where elements are written.

Next: ``select_slice`` and ``getitem``: what ``x[0]`` and ``x[1:3]`` are.
"""
