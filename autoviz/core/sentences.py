"""PyTorch's longer sentences, word for word, for the mistakes learners make.

Short ones stand where they are raised. Nothing here is needed to understand the
core; all of it is what a learner will find when searching for a message.
"""

from __future__ import annotations

__all__ = [
    "CREATES_A_CYCLE",
    "NOT_A_LEAF",
    "NOT_YOURS_TO_SET",
    "OTHER_DTYPE",
    "TO_A_SCALAR",
    "USE_DETACH",
    "VIEW_BORN_IN_NO_GRAD",
    "VIEW_OF_LEAF",
]

CREATES_A_CYCLE = (
    "Using backward() with create_graph=True will create a reference cycle between "
    "the parameter and its gradient which can cause a memory leak. We recommend using "
    "autograd.grad when creating the graph to avoid this. If you have to use this "
    "function, make sure to reset the .grad fields of your parameters to None after "
    "use to break the cycle and avoid the leak."
)
NOT_A_LEAF = (
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. "
    "Its .grad attribute won't be populated during autograd.backward(). If you "
    "indeed want the .grad field to be populated for a non-leaf Tensor, use "
    ".retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by "
    "mistake, make sure you access the leaf Tensor instead. See "
    "github.com/pytorch/pytorch/pull/30531 for more information."
)
NOT_YOURS_TO_SET = "you can only change requires_grad flags of leaf variables."
USE_DETACH = (
    " If you want to use a computed variable in a subgraph that doesn't require "
    "differentiation use var_no_grad = var.detach()."
)
OTHER_DTYPE = (
    "attempting to assign a gradient with dtype '{}' to a tensor with grad_dtype '{}'. "
    "The gradient must match the tensor's grad_dtype (defaults to the tensor's "
    "dtype). You can set the tensor's grad_dtype attribute with a specific dtype, or "
    "None to allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a "
    "tensor and its gradient may break downstream systems that assume they match."
)
TO_A_SCALAR = (
    "Converting a tensor with requires_grad=True to a scalar may lead to unexpected "
    "behavior.\nConsider using tensor.detach() first."
)
VIEW_OF_LEAF = (
    "a view of a leaf Variable that requires grad is being used in an in-place "
    "operation."
)

VIEW_BORN_IN_NO_GRAD = (
    "A view was created in no_grad mode and is being modified inplace with grad mode "
    "enabled. Given that this use case is ambiguous and error-prone, it is forbidden. "
    "You can clarify your code by moving both the view and the inplace either both "
    "inside the no_grad block (if you don't want the inplace to be tracked) or both "
    "outside (if you want the inplace to be tracked)."
)
