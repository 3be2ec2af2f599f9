"""Linear algebra: products of matrices, their parts, and what solves equations.

From ``solve_inv`` on it is LAPACK that does the work; ``matrices`` has the tools.

Next: ``matmul``.
"""
