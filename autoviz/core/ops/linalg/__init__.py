"""Linear algebra: products of matrices, and their parts.

Next: ``matmul``.
"""
