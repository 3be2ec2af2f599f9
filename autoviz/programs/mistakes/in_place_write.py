"""An in-place write: what was kept for backward() is overwritten.

What happens: `y += 1` works. `y.backward()` raises a RuntimeError: "one of the
variables needed for gradient computation has been modified by an inplace
operation".

Why: The derivative of `exp` is its own result, so `exp` saved that: at version 0.
`y += 1` writes into the same memory and counts its version up, to 1. On the way
back `exp` finds version 1 where it saved version 0, and refuses: the gradient would
be wrong.

What to do instead: Write `y = y + 1`: that makes a new tensor and leaves the old
one as it is. Then `x.grad` is 1.

Not every write is a mistake: It only matters whether the numbers are needed again.
After `y = x * 2`, a `y += 1` is fine: the product saved its factor, and not its
result.
"""

import autoviz as av

with av.record() as rec:
    x = av.tensor(0.0, requires_grad=True)
    y = x.exp()
    y += 1
    y.backward()
