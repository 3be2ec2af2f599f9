"""The gradient is None: a result was asked for what only a leaf keeps.

What happens: After `loss.backward()` the gradient of `x` is 12, and `y.grad` is
None. Reading `y.grad` gives a warning and no error. None is not 0: nothing was ever
put there.

Why: `backward()` puts a gradient into the `.grad` of leaves: tensors that you made
yourself, with `requires_grad=True`. `y` was computed. The gradient 2 does arrive at
`y`, is needed for `x`, and is not kept.

What to do instead: Read the gradient of the leaf. If it is `y` you want to know
about, call `y.retain_grad()` before `loss.backward()`: then `y.grad` is 2.

Other ways to None: Nobody said `requires_grad=True`. What looks like a leaf was
computed, as in `w = torch.randn(3, requires_grad=True) * 0.1`. The way was cut, by
`detach()`, `item()` or `no_grad()`. Or the loss does not use the tensor at all:
then its `.grad` stays None, too.
"""

import autoviz as av

with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    y = x**2
    loss = 2*y
    loss.backward()
