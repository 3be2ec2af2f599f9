"""Pointwise operations: one element in, one element out.

Next: ``arithmetic``.
"""
