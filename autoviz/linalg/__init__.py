"""Linear algebra, as in ``torch.linalg``.

Everything here is thin: names, order of arguments and defaults are PyTorch's, and what
is computed stands in the op table (``autoviz.core.ops.linalg``). The work is done by
LAPACK, in PyTorch as here.

Next: ``autoviz.core.ops.linalg.solve_inv``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.core.ops.linalg.cholesky import linalg_cholesky as cholesky
from autoviz.core.ops.linalg.cross import linalg_cross as cross
from autoviz.core.ops.linalg.det import det
from autoviz.core.ops.linalg.det import linalg_slogdet as slogdet
from autoviz.core.ops.linalg.diagonal import linalg_diagonal as diagonal
from autoviz.core.ops.linalg.eigh import eigh, eigvalsh
from autoviz.core.ops.linalg.lstsq import lstsq
from autoviz.core.ops.linalg.matmul import matmul
from autoviz.core.ops.linalg.matrices import LinAlgError
from autoviz.core.ops.linalg.matrix_norm import cond, matrix_norm
from autoviz.core.ops.linalg.matrix_norm import linalg_norm as norm
from autoviz.core.ops.linalg.multi_dot import matrix_power, multi_dot
from autoviz.core.ops.linalg.pinv_rank import matrix_rank, pinv
from autoviz.core.ops.linalg.qr import linalg_qr as qr
from autoviz.core.ops.linalg.solve_inv import inv, solve
from autoviz.core.ops.linalg.solve_triangular import solve_triangular
from autoviz.core.ops.linalg.svd import linalg_svd as svd
from autoviz.core.ops.linalg.svd import svdvals
from autoviz.core.ops.linalg.tensordot_kron import vecdot
from autoviz.core.ops.reduction.norm import vector_norm

__all__ = [
    "LinAlgError",
    "cholesky",
    "cond",
    "cross",
    "det",
    "diagonal",
    "eigh",
    "eigvalsh",
    "inv",
    "lstsq",
    "matmul",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "multi_dot",
    "norm",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "solve_triangular",
    "svd",
    "svdvals",
    "vecdot",
    "vector_norm",
]


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
