"""Reductions: many numbers into few, along some dimensions or all.

And what else goes along a dimension: running sums and sorting.

Next: ``sum_mean``.
"""
