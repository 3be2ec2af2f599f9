"""What the functions of ``functional`` have in common: tensors or tuples of tensors.

Inputs are made anew before the function runs, so that a tensor given as an input and
the same tensor captured by the function are told apart. What comes out is given back
in the form in which it came: alone, or in a tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autoviz.core.filled import zeros_like
from autoviz.core.passes import grad
from autoviz.core.tensor import Tensor

__all__ = [
    "GRADIENT_IS_CONSTANT",
    "HESSIAN_IS_CONSTANT",
    "JACOBIAN_IS_CONSTANT",
    "Gradients",
    "Several",
    "called",
    "check_tracked",
    "given_back",
    "gradients",
    "prepared",
    "seeds",
    "several",
    "single_number",
    "vector_for",
    "whole",
]

Gradients = Sequence[Tensor | None]

_NOT_TRACKED = (
    "Output {} of the user-provided function does not require gradients. The outputs "
    "must be computed in a differentiable manner from the input when running in "
    "strict mode."
)
_INDEPENDENT = (
    "The output of the user-provided function is independent of input {}. This is not "
    "allowed in strict mode."
)
GRADIENT_IS_CONSTANT = (
    "The gradient with respect to input {} is independent of the inputs of the "
    "user-provided function. This is not allowed in strict mode."
)
JACOBIAN_IS_CONSTANT = (
    "While computing the hessian, found that the jacobian of the user-provided "
    "function with respect to input {} is independent of the input. This is not "
    "allowed in strict mode. You should ensure that your function is twice "
    "differentiable and that the jacobian depends on the inputs (this would be "
    "violated by a linear function for example)."
)
HESSIAN_IS_CONSTANT = (
    "The hessian of the user-provided function with respect to input {} is "
    "independent of the input. This is not allowed in strict mode. You should ensure "
    "that your function is thrice differentiable and that the hessian depends on the "
    "inputs."
)
_NOTHING_ARRIVED = {
    "back": _INDEPENDENT,
    "back_trick": (
        "The gradient with respect to the input is independent of entry {} in the "
        "grad_outputs when using the double backward trick to compute forward mode "
        "gradients. This is not allowed in strict mode."
    ),
    "double_back": (
        "The jacobian of the user-provided function is independent of input {}. This "
        "is not allowed in strict mode."
    ),
    "double_back_trick": (
        "The hessian of the user-provided function is independent of entry {} in the "
        "grad_jacobian. This is not allowed in strict mode as it prevents from using "
        "the double backward trick to replace forward mode AD."
    ),
}
_CONSTANT = (
    "The {} of the user-provided function is independent of input {}. This is not "
    "allowed in strict mode when create_graph=True."
)


@dataclass(frozen=True, slots=True)
class Several:
    """Tensors, and whether they came in a tuple."""

    all: tuple[Tensor, ...]
    was_tuple: bool


def several(function: str, given: Any, what: str) -> Several:
    """A tensor, or a tuple of tensors.

    Raises:
        TypeError: something is no tensor.
    """
    tensors = given if isinstance(given, tuple) else (given,)
    for place, each in enumerate(tensors):
        if not isinstance(each, Tensor):
            which = f"value at index {place}"
            if not isinstance(given, tuple):
                which = f"given {what}"
            raise TypeError(
                f"The {what} given to {function} must be either a Tensor or a tuple "
                f"of Tensors but the {which} has type {type(each)}."
            )
    return Several(tensors, isinstance(given, tuple))


def prepared(function: str, inputs: Any, create_graph: bool) -> Several:
    """The inputs, made anew: cut off, or with ``create_graph`` as views."""
    given = several(function, inputs, "inputs")
    return Several(_fresh(given.all, create_graph, True), given.was_tuple)


def _fresh(
    tensors: Sequence[Tensor], create_graph: bool, requires_grad: bool
) -> tuple[Tensor, ...]:
    return tuple(
        each.view_as(each)
        if create_graph and each.requires_grad
        else each.detach().requires_grad_(requires_grad)
        for each in tensors
    )


def called(
    function: str, func: Callable[..., Any], given: Several, strict: bool
) -> Several:
    """What ``func`` makes of the inputs.

    Raises:
        RuntimeError: with ``strict``, some of it does not depend on them.
    """
    what = "outputs of the user-provided function"
    outputs = several(function, func(*given.all), what)
    check_tracked(outputs.all, _NOT_TRACKED, strict)
    return outputs


def single_number(function: str, outputs: Several) -> Tensor:
    """The one number that a function must return to have a Hessian.

    Raises:
        RuntimeError: it returned something else.
    """
    if outputs.was_tuple:
        raise RuntimeError(
            f"The function given to {function} should return a single Tensor"
        )
    (only,) = outputs.all
    if only.numel() != 1:
        raise RuntimeError(
            f"The Tensor returned by the function given to {function} should contain a "
            "single element"
        )
    return only


def vector_for(
    function: str, v: Any, like: Several, create_graph: bool, missing: str
) -> tuple[Tensor, ...] | None:
    """``v``, which must be like the tensors it is multiplied with.

    Raises:
        RuntimeError: it is not; or it is ``missing`` and there is more than a number.
    """
    if v is None:
        if len(like.all) != 1 or like.all[0].numel() != 1:
            raise RuntimeError(f"The vector v can only be None if {missing}.")
        return None
    vector = _fresh(several(function, v, "v").all, create_graph, False)
    if len(vector) != len(like.all):
        if not like.was_tuple:
            raise RuntimeError("The given v should contain a single Tensor.")
        raise RuntimeError(
            f"v is a tuple of invalid length: should be {len(like.all)} but got "
            f"{len(vector)}."
        )
    for place, (each, other) in enumerate(zip(vector, like.all, strict=True)):
        if each.shape != other.shape:
            entry = f"Entry {place} in " if like.was_tuple else ""
            raise RuntimeError(
                f"{entry}v has invalid size: should be {other.shape} but got "
                f"{each.shape}."
            )
    return vector


def seeds(tensors: Gradients) -> tuple[Tensor, ...]:
    """Zeros to go backward from: what counts is only that they can be varied."""
    return tuple(
        zeros_like(each, requires_grad=True) for each in tensors if each is not None
    )


def gradients(
    outputs: Gradients,
    inputs: Sequence[Tensor],
    vector: Sequence[Tensor] | None,
    create_graph: bool,
    retain_graph: bool | None = None,
) -> Gradients:
    """``grad``, past the outputs that have no gradient; None where none arrives."""
    given = [None] * len(outputs) if vector is None else vector
    pairs = [
        (each, seed)
        for each, seed in zip(outputs, given, strict=True)
        if each is not None and each.requires_grad
    ]
    if not pairs:
        return [None] * len(inputs)
    roots, wanted = zip(*pairs, strict=True)
    found: Gradients = grad(
        roots,
        inputs,
        wanted,
        allow_unused=True,
        create_graph=create_graph,
        retain_graph=retain_graph,
    )
    return found


def check_tracked(tensors: Gradients, sentence: str, strict: bool) -> None:
    """With ``strict``, refuse what does not depend on anything.

    Raises:
        RuntimeError: something does not.
    """
    for place, each in enumerate(tensors if strict else ()):
        if each is None:
            raise RuntimeError(_INDEPENDENT.format(place))
        if not each.requires_grad:
            raise RuntimeError(sentence.format(place))


def whole(
    found: Gradients,
    like: Sequence[Tensor],
    stage: str,
    strict: bool,
    create_graph: bool,
) -> tuple[Tensor, ...]:
    """Zeros where no gradient arrived.

    Raises:
        RuntimeError: with ``strict``, where none did.
    """
    for place, each in enumerate(found if strict else ()):
        if each is None:
            raise RuntimeError(_NOTHING_ARRIVED[stage].format(place))
        if create_graph and not each.requires_grad:
            name = "hessian" if "double" in stage else "jacobian"
            raise RuntimeError(_CONSTANT.format(name, place))
    return tuple(
        zeros_like(other) if each is None else each
        for each, other in zip(found, like, strict=True)
    )


def given_back(like: Several, tensors: Sequence[Tensor], create_graph: bool) -> Any:
    """In a tuple if the others came in one; without history unless it was wanted."""
    results = tuple(each if create_graph else each.detach() for each in tensors)
    return results if like.was_tuple else results[0]
