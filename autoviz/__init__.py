"""See ``backward()`` happen.

Course code runs with its torch import lines changed to autoviz::

    import autoviz as av

    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x**2 + 2*x + 1
        loss = y**2
        loss.backward()

    rec          # in a notebook: the step player

Everything public is named here, and loaded when it is first used.
"""

from __future__ import annotations

import os.path
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autoviz._version import __version__ as __version__
    from autoviz.core.creation import arange as arange
    from autoviz.core.creation import manual_seed as manual_seed
    from autoviz.core.creation import ones as ones
    from autoviz.core.creation import randn as randn
    from autoviz.core.creation import tensor as tensor
    from autoviz.core.creation import zeros as zeros
    from autoviz.core.dtypes import float32 as float32
    from autoviz.core.dtypes import float64 as float64
    from autoviz.core.dtypes import int32 as int32
    from autoviz.core.dtypes import int64 as int64
    from autoviz.core.modes import enable_grad as enable_grad
    from autoviz.core.modes import is_grad_enabled as is_grad_enabled
    from autoviz.core.modes import no_grad as no_grad
    from autoviz.core.modes import set_grad_enabled as set_grad_enabled
    from autoviz.core.ops.arithmetic import add as add
    from autoviz.core.ops.arithmetic import div as div
    from autoviz.core.ops.arithmetic import mul as mul
    from autoviz.core.ops.arithmetic import neg as neg
    from autoviz.core.ops.arithmetic import pow as pow
    from autoviz.core.ops.arithmetic import reciprocal as reciprocal
    from autoviz.core.ops.arithmetic import sub as sub
    from autoviz.core.ops.elementwise import abs as abs
    from autoviz.core.ops.elementwise import clone as clone
    from autoviz.core.ops.elementwise import exp as exp
    from autoviz.core.ops.elementwise import log as log
    from autoviz.core.ops.elementwise import relu as relu
    from autoviz.core.ops.elementwise import sigmoid as sigmoid
    from autoviz.core.ops.elementwise import sqrt as sqrt
    from autoviz.core.ops.elementwise import tanh as tanh
    from autoviz.core.ops.matmul import matmul as matmul
    from autoviz.core.ops.matmul import mm as mm
    from autoviz.core.ops.reduction import mean as mean
    from autoviz.core.ops.reduction import sum as sum
    from autoviz.core.ops.shape import permute as permute
    from autoviz.core.ops.shape import reshape as reshape
    from autoviz.core.ops.shape import squeeze as squeeze
    from autoviz.core.ops.shape import t as t
    from autoviz.core.ops.shape import transpose as transpose
    from autoviz.core.ops.shape import unsqueeze as unsqueeze
    from autoviz.core.shapes import Size as Size
    from autoviz.core.tensor import Tensor as Tensor
    from autoviz.dotting import make_dot as make_dot
    from autoviz.errors import AutovizError as AutovizError
    from autoviz.recording import Recording as Recording
    from autoviz.watch.magic import load_ipython_extension as load_ipython_extension
    from autoviz.watch.recorder import record as record
    from autoviz.watch.showing import show as show

_WHERE = {
    "autoviz._version": ("__version__",),
    "autoviz.core.creation": (
        "arange",
        "manual_seed",
        "ones",
        "randn",
        "tensor",
        "zeros",
    ),
    "autoviz.core.dtypes": ("float32", "float64", "int32", "int64"),
    "autoviz.core.modes": (
        "enable_grad",
        "is_grad_enabled",
        "no_grad",
        "set_grad_enabled",
    ),
    "autoviz.core.ops.arithmetic": (
        "add",
        "div",
        "mul",
        "neg",
        "pow",
        "reciprocal",
        "sub",
    ),
    "autoviz.core.ops.elementwise": (
        "abs",
        "clone",
        "exp",
        "log",
        "relu",
        "sigmoid",
        "sqrt",
        "tanh",
    ),
    "autoviz.core.ops.matmul": ("matmul", "mm"),
    "autoviz.core.ops.reduction": ("mean", "sum"),
    "autoviz.core.ops.shape": (
        "permute",
        "reshape",
        "squeeze",
        "t",
        "transpose",
        "unsqueeze",
    ),
    "autoviz.core.shapes": ("Size",),
    "autoviz.core.tensor": ("Tensor",),
    "autoviz.dotting": ("make_dot",),
    "autoviz.errors": ("AutovizError",),
    "autoviz.recording": ("Recording",),
    "autoviz.watch.magic": ("load_ipython_extension",),
    "autoviz.watch.recorder": ("record",),
    "autoviz.watch.showing": ("show",),
}

_HOME = {name: module for module, names in _WHERE.items() for name in names}

__all__ = sorted(name for name in _HOME if name != "load_ipython_extension")


_OTHER = os.path.join(os.path.dirname(__file__), "AutoViz_Class.py")
if os.path.exists(_OTHER):
    import warnings

    warnings.warn(
        "the unrelated project autoviz is installed in the same folder as "
        "autoviz-grad, and only one of the two can work: uninstall both, then "
        "install the one you want again",
        stacklevel=2,
    )


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'autoviz' has no attribute '{name}'")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
