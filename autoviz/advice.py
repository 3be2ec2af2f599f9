"""What to say of each mistake, below PyTorch's own sentence: why, and what to try.

PyTorch's sentence is what a learner will search for, so it is never changed. A mistake
is known by a piece of it. ``{name}`` is what the learner calls the tensor at fault,
``{code}`` how to write it in an expression.

The core puts these words under the exception (``core.hints``), a recording has them in
its last step (``records.failures``), whichever library raised.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ADVICE", "Advice", "topic_of"]


@dataclass(frozen=True, slots=True)
class Advice:
    """On one mistake: ``why`` it is one, and what to try, best first.

    It is known by one of the pieces ``says`` in the message; where PyTorch's words are
    too general, also by a piece of the line ``where`` it was raised.
    """

    says: tuple[str, ...]
    why: str
    tries: tuple[str, ...] = ()
    where: str = ""


def topic_of(message: str, line: str = "") -> str | None:
    """Which mistake it is; None if it is not one of ours to explain.

    >>> topic_of("grad can be implicitly created only for scalar outputs")
    'vector'
    """
    for topic, advice in ADVICE.items():
        if any(each in message for each in advice.says) and advice.where in line:
            return topic
    return None


_NO_GRAD = "write inside of `with no_grad():`, as an optimizer does"
_CLONE = "write to a copy: {code}.clone()"
_OUTSIDE = "do both inside of the block, the view and the write, or both outside"

_BACKWARD = {
    "no graph": Advice(
        (
            "does not require grad and does not have a grad_fn",
            "can't retain_grad on Tensor that has requires_grad=False",
            "cannot register a hook on a tensor that doesn't require gradient",
        ),
        "{name} was computed from nothing that requires grad, or the way back is cut",
        (
            "give what is to be learned requires_grad=True",
            "keep no_grad(), detach(), item(), numpy() and whole numbers (argmax, a "
            "comparison, .long()) off the way to {name}",
        ),
    ),
    "freed": Advice(
        ("Trying to backward through the graph a second time",),
        "an earlier backward() has used what {name} had saved and let go of it",
        (
            "to go back from several results, add them up and call backward() once",
            "to go back from one result twice, pass retain_graph=True the first time",
        ),
    ),
    "complex": Advice(
        ("created only for real scalar outputs",),
        "backward() starts at one real number, and {name} is complex",
        ("make it real, as in {code}.abs().backward()",),
    ),
    "vector": Advice(
        ("grad can be implicitly created only for scalar outputs",),
        "backward() starts at one number, and {name} is not one number",
        (
            "make one of it, as in {code}.sum().backward()",
            "say how much each element counts: {code}.backward(weights)",
        ),
    ),
    "seed shape": Advice(
        ("Mismatch in shape: grad_output",),
        "what backward() is given has a number for each element of {name}",
        ("give it that shape: ones_like({code})",),
    ),
    "seed": Advice(
        ("object is not iterable",),
        "backward() takes a tensor of the shape of {name}, or nothing",
        ("make a tensor of it: tensor(1.0)",),
        where=".backward(",
    ),
    "overwritten": Advice(
        ("has been modified by an inplace operation",),
        "{name} was kept for backward, and then written to",
        (
            "make a new tensor in place of the write (y = y + 1 for y += 1)",
            "write to a copy: {code}.clone()",
        ),
    ),
    "not used": Advice(
        ("appears to not have been used in the graph",),
        "no path leads back to {name}: what grad() was called on was not made from it",
        (
            "pass allow_unused=True to get None for it",
            "pass materialize_grads=True to get zeros for it",
        ),
    ),
    "not wanted": Advice(
        ("One of the differentiated Tensors does not require grad",),
        "{name} does not require grad, so there is no path back to it",
        ("set requires_grad=True before {name} is used",),
    ),
    "twice": Advice(
        ("marked with @once_differentiable",),
        "the gradient of {name} was computed where autograd did not record it",
        ("leave out @once_differentiable, and compute in backward() with tensors",),
    ),
    "count of gradients": Advice(
        ("returned an incorrect number of gradients",),
        "backward() of {name} returns one gradient for each argument of forward()",
        ("return None for an argument that needs none",),
    ),
    "shape of a gradient": Advice(
        ("returned an invalid gradient at index",),
        "a gradient has the shape of the argument that it is for",
        ("sum over what was broadcast in forward()",),
    ),
    "nan": Advice(
        ("returned nan values in its",),
        "a local derivative of {name} is infinite or nan at these numbers",
        (
            "keep the numbers away from there: clamp() them, or add a small one",
            "look at what was computed: 0 × inf is nan, also where where() does not "
            "choose it",
        ),
    ),
    "hook": Advice(
        ("has changed the size of value", "but hook returned"),
        "a hook may change the numbers of a gradient, and nothing else",
        ("return a tensor of the same shape and dtype, or None",),
    ),
}

_WRITES = {
    "view of a leaf": Advice(
        ("a view of a leaf Variable that requires grad is being used in an in-place",),
        "{name} is a leaf: it has no history that could take the write in, and a view "
        "of it is the same memory",
        (_NO_GRAD, _CLONE),
    ),
    "leaf": Advice(
        ("a leaf Variable that requires grad is being used in an in-place",),
        "{name} is a leaf: it has no history that could take the write in",
        (_NO_GRAD, "compute something new: y = {code} - 1 for {code} -= 1"),
    ),
    "one of several": Advice(
        ("This view is the output of a function that returns multiple views",),
        "{name} is one of several views, whose histories cannot be told apart",
        ("compute a new tensor in place of the write", _CLONE),
    ),
    "view from no_grad": Advice(
        ("A view was created in no_grad mode",),
        "{name} was made inside of no_grad(), so autograd does not know whose view "
        "it is",
        (_OUTSIDE,),
    ),
    "view from inference_mode": Advice(
        ("A view was created in inference mode",),
        "{name} was made inside of inference_mode(), so autograd does not know whose "
        "view it is",
        (_OUTSIDE,),
    ),
    "view from a function": Advice(
        ("This view was created inside a custom Function",),
        "{name} was returned by a Function, whose backward() would not hear of it",
        ("return a copy from forward(): .clone()",),
    ),
    "view detached": Advice(
        ("Can't detach views in-place",),
        "{name} is a view, and stays tied to what it looks at",
        ("use {code}.detach(), which gives a new tensor",),
    ),
    "detached since": Advice(
        ("a saved tensor that has been detached in-place",),
        "{name} was kept for backward, and has lost its history since",
        ("use detach() in place of detach_()",),
    ),
    "shared memory": Advice(
        ("single memory location",),
        "several elements of {name} are the same place in memory",
        (_CLONE,),
    ),
    "inference written": Advice(
        ("Inplace update to inference tensor outside",),
        "{name} was made in inference_mode(), and can be no part of a graph",
        (_CLONE, "use no_grad() in place of inference_mode()"),
    ),
    "inference saved": Advice(
        ("Inference tensors cannot be saved for backward",),
        "a tensor that was made in inference_mode() can be no part of a graph",
        ("use no_grad() in place of inference_mode()", "use a copy of it: .clone()"),
    ),
    "inference tracked": Advice(
        ("Setting requires_grad=True on inference tensor",),
        "{name} was made in inference_mode(), and can be no part of a graph",
        (
            "use a copy: {code}.clone().requires_grad_()",
            "use no_grad() in place of inference_mode()",
        ),
    ),
}

_TENSORS = {
    "integers": Advice(
        ("dtype can require gradients",),
        "a gradient says what a small nudge does, and whole numbers cannot be nudged",
        ("write 1.0 instead of 1, or pass dtype=float32",),
    ),
    "result": Advice(
        ("you can only change requires_grad flags of leaf variables",),
        "{name} was computed: it requires grad because of what it was made from",
        ("go on with {code}.detach()",),
    ),
    "numpy": Advice(
        ("Can't call numpy() on Tensor that requires grad",),
        "numpy computes without a history, so the way back to {name} would be lost",
        (
            "to look at the numbers: {code}.detach().numpy()",
            "in what backward() is to go through: torch.sin for np.sin",
        ),
    ),
    "number": Advice(
        ("object has no attribute 'backward'",),
        "a plain number has no history: item(), float() and numpy() leave it behind",
        ("call backward() on the tensor, before item()",),
    ),
    "no grad yet": Advice(
        ("'NoneType' object has no attribute",),
        ".grad is None until backward() has put something there, and after zero_grad()",
        (
            "call backward() first",
            "empty it with {code}.grad = None, which can be done at any time",
        ),
        where=".grad",
    ),
    "none in a step": Advice(
        ("'NoneType'",),
        ".grad is None until backward() has put something there, and after zero_grad()",
        (
            "call backward() first",
            "look for why nothing came to it: rec.why() tells",
        ),
        where=".grad",
    ),
    "truth": Advice(
        ("Boolean value of Tensor with",),
        "{name} has several elements, and each is true or false by itself",
        ("ask for all together: {code}.all(), {code}.any()", "ask for one of them"),
    ),
    "one number": Advice(
        ("cannot be converted to Scalar",),
        "only a tensor of one element is a number",
        ("take one element, as in {code}[0].item()", "{code}.tolist() gives them all"),
    ),
    "copy of a result": Advice(
        ("support the deepcopy protocol",),
        "{name} was computed: a copy would need a copy of its history",
        ("copy the numbers: {code}.detach().clone()",),
    ),
    "size of a grad": Advice(
        ("attempting to assign a gradient of size",),
        ".grad has one number for each element of {name}",
        ("give it the same shape: zeros_like({code})",),
    ),
    "dtype of a grad": Advice(
        ("attempting to assign a gradient with dtype",),
        ".grad has the dtype of {name}",
        ("convert what is assigned: .to({code}.dtype)",),
    ),
    "kind of a grad": Advice(
        ("assigned grad expected to be a Tensor or None",),
        ".grad is a tensor or None, never a plain number",
        ("empty it with {code}.grad = None", "zero it with {code}.grad.zero_()"),
    ),
    "not a parameter": Advice(
        ("(torch.nn.Parameter or None expected)",),
        "{code} has to stay a Parameter, or the optimizer would not know of it",
        (
            "wrap the new numbers: nn.Parameter(…)",
            "write them in: with no_grad(): {code}.copy_(…)",
        ),
    ),
    "optimizer of a result": Advice(
        ("can't optimize a non-leaf Tensor",),
        "{name} was computed: only what it was computed from can be changed by a step",
        (
            "make it a leaf: (…).detach().requires_grad_()",
            "give dtype and scale where it is made, before requires_grad",
        ),
    ),
    "optimizer of nothing": Advice(
        ("optimizer got an empty parameter list",),
        "a module knows the Parameters and modules that are its attributes, not those "
        "in a plain list, nor plain tensors",
        ("use nn.Parameter for tensors", "use nn.ModuleList or nn.ParameterList"),
    ),
    "not called": Advice(
        ("object does not support the context manager protocol",),
        "no_grad is the class, no_grad() is what `with` needs",
        ("write `with no_grad():`",),
    ),
}

_SHAPES = {
    "matrices": Advice(
        (
            "shapes cannot be multiplied",
            "size mismatch, got input",
            "to have the same number of elements, but got",
            "Expected size for first two dimensions of batch2",
        ),
        "of (n × k) and (k × m) the inner lengths have to be equal",
        ("turn one of the two over first: .T",),
    ),
    "shapes": Advice(
        (
            "must match the size of tensor",
            "doesn't match the broadcast shape",
        ),
        "lengths are compared from the last dimension on; they have to be equal, or "
        "one of them 1",
        ("add a dimension of length 1 where one is missing: x[:, None]",),
    ),
    "joined": Advice(
        ("Sizes of tensors must match except in", "expects each tensor to be equal"),
        "what is joined has the same lengths, but for the dimension it is joined in",
        ("look at the shapes; perhaps another dim= is meant",),
    ),
    "view of a shape": Advice(
        ("is invalid for input of size",),
        "another shape holds the same elements: the products of both are equal",
        ("let one length be found: -1",),
    ),
    "strides": Advice(
        ("view size is not compatible with input tensor's size and stride",),
        "{name} does not lie in memory in this order, and a view copies nothing",
        ("use reshape(), which copies where it must",),
    ),
    "two dtypes": Advice(
        (
            "have the same dtype",
            "to have same dtype",
            "Found dtype ",
        ),
        "both have to be of one dtype; numbers from numpy are float64",
        ("convert one of the two: .float()",),
    ),
    "whole labels": Advice(
        ("expected target dtype to be Long",),
        "the target says which class it is, as a whole number",
        ("convert it: target.long()",),
    ),
    "into whole numbers": Advice(
        ("can't be cast to the desired output type",),
        "a write keeps the dtype, and this would cut off what comes behind the point",
        ("compute a new tensor in place of the write", "make it .float() first"),
    ),
}

ADVICE = {**_BACKWARD, **_WRITES, **_TENSORS, **_SHAPES}
"""On every mistake, by a short name; the first one that fits a message is meant."""
