"""Is a derivative right? ``gradcheck`` compares it with what nudging shows.

Every element of every input is moved a little down and a little up; how far the
outputs move, divided by how far it was moved, is one row of the numerical Jacobian.
``backward()`` says what it should be. ``gradgradcheck`` does the same with a function
that computes gradients, and so checks the second derivatives.

The difference of two nearly equal numbers has few digits left, so the inputs should
be float64: in float32 a check fails for no reason.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autoviz.core.creation import from_numpy
from autoviz.core.dtypes import Array, float64
from autoviz.core.filled import zeros_like
from autoviz.core.function import Function
from autoviz.core.passes import grad
from autoviz.core.random_numbers import rand
from autoviz.core.tensor import Tensor

__all__ = ["GradcheckError", "gradcheck", "gradgradcheck"]


NOT_REENTRANT = (
    "Backward is not reentrant, i.e., running backward with same input and grad_output "
    "multiple times gives different values, although analytical gradient matches "
    "numerical gradient.The tolerance for nondeterminism was {}."
)


MAY_BREAK = (
    "Backwards compatibility: New undefined gradient support checking feature is "
    "enabled by default, but it may break existing callers of this function. If this "
    'is true for you, you can call this function with "check_undefined_grad=False" to '
    "disable the feature"
)
UNDEFINED_REFUSED = (
    "Expected backward function to handle undefined output grads. Please look at "
    '"Notes about undefined output gradients" in "tools/autograd/derivatives.yaml"'
)
UNDEFINED_IGNORED = (
    "Expected all input grads to be undefined or zero when all output grads are "
    'undefined or zero. Please look at "Notes about undefined output gradients" in '
    '"tools/autograd/derivatives.yaml"'
)


class GradcheckError(RuntimeError):
    """A derivative that is not what nudging shows."""


def gradcheck(
    func: Callable[..., Any],
    inputs: Any,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_batched_forward_grad: bool = False,
    check_forward_ad: bool = False,
    check_backward_ad: bool = True,
    fast_mode: bool = False,
    masked: bool | None = None,
) -> bool:
    """Whether ``backward()`` and nudging by ``eps`` agree within the tolerances.

    ``check_grad_dtypes``, ``fast_mode`` and ``masked`` change nothing here.

    Raises:
        GradcheckError: they do not; without ``raise_exception`` False is returned.
        ValueError: no input requires grad.
        NotImplementedError: forward mode or batches are to be checked.
    """
    _check_options(check_batched_grad, check_batched_forward_grad, check_forward_ad)
    try:
        given = _tuple(inputs)
        _check_inputs(given)
        outputs = _tuple(func(*given))
        _check_jacobians(func, given, outputs, eps, atol, rtol, nondet_tol)
        _check_linear(outputs, given)
        if check_undefined_grad:
            _check_without_gradients(func, given)
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def gradgradcheck(
    func: Callable[..., Any],
    inputs: Any,
    grad_outputs: Any = None,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    gen_non_contig_grad_outputs: bool = False,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_fwd_over_rev: bool = False,
    check_rev_over_rev: bool = True,
    fast_mode: bool = False,
    masked: bool = False,
) -> bool:
    """``gradcheck`` of the gradients: the second derivatives.

    The gradients that arrive at the outputs are varied too; ``grad_outputs`` says
    which they are, random ones otherwise.

    Raises:
        GradcheckError: as for ``gradcheck``.
    """
    given = _tuple(inputs)
    if grad_outputs is None:
        seeds = tuple(_random_like(each) for each in _tracked(func(*given)))
    else:
        seeds = _tuple(grad_outputs)

    def gradients(*everyone: Tensor) -> tuple[Tensor, ...]:
        tensors, arriving = everyone[: len(given)], everyone[len(given) :]
        wanted = [each for each in tensors if _wants_grad(each)]
        outputs = _tracked(func(*tensors))
        found = grad(outputs, wanted, arriving, create_graph=True, allow_unused=True)
        return tuple(each for each in found if each is not None)

    return gradcheck(
        gradients,
        given + seeds,
        eps=eps,
        atol=atol,
        rtol=rtol,
        raise_exception=raise_exception,
        nondet_tol=nondet_tol,
        check_undefined_grad=check_undefined_grad,
        check_grad_dtypes=check_grad_dtypes,
        check_batched_grad=check_batched_grad,
        check_forward_ad=check_fwd_over_rev,
        check_backward_ad=check_rev_over_rev,
        fast_mode=fast_mode,
    )


# what is checked


def _check_options(batched: bool, batched_forward: bool, forward: bool) -> None:
    if batched or batched_forward or forward:
        raise NotImplementedError(
            "gradcheck in autoviz's numpy core checks reverse mode, one gradient at a "
            "time; check forward mode and batches with real PyTorch"
        )


def _check_inputs(given: Sequence[Any]) -> None:
    for place, each in enumerate(given):
        if not _wants_grad(each):
            continue
        if each.dtype is not float64:
            warnings.warn(
                f"Input #{place} requires gradient and is not a double precision "
                "floating point or complex. This check will likely fail if all the "
                "inputs are not of double precision floating point or complex. ",
                UserWarning,
                stacklevel=3,
            )
        steps = zip(each.stride(), each.shape, strict=True)
        if any(step == 0 and length > 1 for step, length in steps):
            raise RuntimeError(
                f"The {place}th input has a dimension with stride 0. gradcheck only "
                "supports inputs that are non-overlapping to be able to compute the "
                "numerical gradients correctly. You should call .contiguous on the "
                "input before passing it to gradcheck."
            )
    if not any(_wants_grad(each) for each in given):
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but "
            "none of them have requires_grad=True."
        )


def _check_jacobians(
    func: Callable[..., Any],
    given: Sequence[Any],
    outputs: Sequence[Tensor],
    eps: float,
    atol: float,
    rtol: float,
    nondet_tol: float,
) -> None:
    numerical = _numerical(func, given, outputs, eps)
    tracked = [each for each in outputs if each.requires_grad]
    if not tracked and any(block.any() for row in numerical for block in row):
        raise GradcheckError("Numerical gradient for function expected to be zero")
    rows = [
        row for each, row in zip(outputs, numerical, strict=True) if each.requires_grad
    ]
    for number, (output, row) in enumerate(zip(tracked, rows, strict=True)):
        wanted = [each for each in given if _wants_grad(each)]
        analytical = _analytical(output, wanted, nondet_tol)
        for place, (a, n) in enumerate(zip(analytical, row, strict=True)):
            if not np.allclose(a, n, rtol, atol):
                raise GradcheckError(
                    f"Jacobian mismatch for output {number} with respect to input "
                    f"{place},\nnumerical:{from_numpy(n)}\nanalytical:{from_numpy(a)}\n"
                )


def _check_linear(outputs: Sequence[Tensor], given: Sequence[Any]) -> None:
    """Where zeros arrive, zeros must be sent."""
    tracked = [each for each in outputs if each.requires_grad]
    wanted = [each for each in given if _wants_grad(each)]
    zeros = [zeros_like(each) for each in tracked]
    if not tracked:
        return
    found = grad(tracked, wanted, zeros, allow_unused=True, retain_graph=True)
    for gradient, each in zip(found, wanted, strict=True):
        if gradient is None:
            continue
        if gradient.detach().numpy().any():
            raise GradcheckError("backward not multiplied by grad_output")
        if gradient.dtype is not each.dtype:
            raise GradcheckError("grad is incorrect type")
        if gradient.shape != each.shape:
            raise GradcheckError("grad is incorrect size")


class _Undefined(Function):
    """Passes its tensor on, and sends nothing back."""

    @staticmethod
    def forward(ctx: Any, tensor: Tensor) -> Tensor:
        return tensor.view_as(tensor)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> None:
        return None


def _check_without_gradients(func: Callable[..., Any], given: Sequence[Any]) -> None:
    """Where no gradient arrives, at any output or at one, none must be sent."""
    count = len(_tracked(func(*given)))
    cuts = [set(range(count))] if count else []
    if count > 1:
        cuts += [{number} for number in range(count)]
    for cut in cuts:
        outputs = [
            _Undefined.apply(each) if number in cut else each
            for number, each in enumerate(_tracked(func(*given)))
        ]
        _check_nothing_sent(outputs, [each for each in given if _wants_grad(each)])


def _check_nothing_sent(outputs: Sequence[Tensor], wanted: Sequence[Tensor]) -> None:
    zeros = [zeros_like(each) for each in outputs]
    try:
        found = grad(outputs, wanted, zeros, allow_unused=True)
    except RuntimeError as error:
        warnings.warn(MAY_BREAK, UserWarning, stacklevel=5)
        raise GradcheckError(UNDEFINED_REFUSED) from error
    if any(each is not None and each.detach().numpy().any() for each in found):
        warnings.warn(MAY_BREAK, UserWarning, stacklevel=5)
        raise GradcheckError(UNDEFINED_IGNORED)


# the two Jacobians; rows by element of the input, columns by element of the output


def _numerical(
    func: Callable[..., Any],
    given: Sequence[Any],
    outputs: Sequence[Tensor],
    eps: float,
) -> list[list[Array]]:
    """By output, then by input: what nudging shows."""
    blocks: list[list[Array]] = [[] for _ in outputs]
    for each in filter(_wants_grad, given):
        numbers = each.detach().numpy()
        places = np.ndindex(numbers.shape)
        rows = [_nudged(func, given, numbers, place, eps) for place in places]
        for at, output in enumerate(outputs):
            dtype = output.detach().numpy().dtype
            moved = np.array([row[at] for row in rows], dtype)
            blocks[at].append(moved.reshape(numbers.size, output.numel()))
    return blocks


def _nudged(
    func: Callable[..., Any],
    given: Sequence[Any],
    numbers: Array,
    place: tuple[int, ...],
    eps: float,
) -> list[Array]:
    """How far each output moves when one number does."""
    before = numbers[place]
    numbers[place] = before - eps
    down = [each.detach().clone() for each in _tuple(func(*given))]
    numbers[place] = before + eps
    up = [each.detach().clone() for each in _tuple(func(*given))]
    numbers[place] = before
    for one, other in zip(down, up, strict=True):
        _check_alike(one, other, f"on index {place} by {eps}")
    return [
        ((other - one) / (2 * eps)).numpy().ravel()
        for one, other in zip(down, up, strict=True)
    ]


def _check_alike(one: Tensor, other: Tensor, how: str) -> None:
    for what, a, b in (
        ("shape", one.shape, other.shape),
        ("dtype", one.dtype, other.dtype),
    ):
        if a != b:
            raise AssertionError(
                f"Expected `func` to return outputs with the same {what} when inputs "
                f"are perturbed {how}, but got: {what}s {a} and {b}."
            )


def _analytical(
    output: Tensor, wanted: Sequence[Tensor], nondet_tol: float
) -> list[Array]:
    """By input: what ``backward()`` says, which must be the same twice."""
    first, second = (_backward_rows(output, wanted) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        if one.size and np.abs(one - other).max() > nondet_tol:
            raise GradcheckError(NOT_REENTRANT.format(nondet_tol))
    return first


def _backward_rows(output: Tensor, wanted: Sequence[Tensor]) -> list[Array]:
    blocks = [
        np.zeros((each.numel(), output.numel()), each.detach().numpy().dtype)
        for each in wanted
    ]
    for column in range(output.numel()):
        seed = zeros_like(output)
        seed.numpy().reshape(-1)[column] = 1.0
        found = grad(output, wanted, seed, retain_graph=True, allow_unused=True)
        for block, gradient in zip(blocks, found, strict=True):
            if gradient is not None:
                block[:, column] = gradient.detach().numpy().ravel()
    return blocks


# tensors among what was given


def _tuple(given: Any) -> tuple[Any, ...]:
    return tuple(given) if isinstance(given, tuple | list) else (given,)


def _wants_grad(given: Any) -> bool:
    return isinstance(given, Tensor) and given.requires_grad


def _tracked(outputs: Any) -> tuple[Tensor, ...]:
    return tuple(each for each in _tuple(outputs) if each.requires_grad)


def _random_like(output: Tensor) -> Tensor:
    dtype = output.dtype if output.dtype.is_floating_point else float64
    return (rand(output.shape, dtype=dtype) * 2 - 1).requires_grad_()
