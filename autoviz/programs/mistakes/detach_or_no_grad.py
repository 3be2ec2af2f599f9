"""detach() against no_grad(): both cut, one a tensor, the other a block.

What happens: Without a cut `x.grad` is 27. With `detach()` it is 9, and with
`no_grad()` it is 9, too.

Why: `y` is `x * x * x`, and a gradient of 9 comes back to `x` on each of three
ways. Two of them lead through `h`. A gradient goes back only along what was
recorded, so a cut at `h` leaves one way.

What is different: With `detach()` the product `x * x` was recorded all the same,
and saved `x`; what `detach()` returns is another tensor, without a `grad_fn`, that
looks at the same memory. Under `no_grad()` nothing in the block was recorded, and
nothing saved.

Which one to take: `detach()` takes one tensor out of a graph that is needed
otherwise: a target, the state of a recurrent network. `no_grad()` is for whole
lines that need no gradient: evaluation, an update of weights by hand.

Two traps: `h.detach()` on a line of its own changes nothing, since it returns a new
tensor: write `h = h.detach()`. And `model.eval()` is neither: everything is still
recorded.
"""

import autoviz as av

with av.record() as plain:
    x = av.tensor(3.0, requires_grad=True)
    h = x * x
    y = h * x
    y.backward()

with av.record() as detached:
    x = av.tensor(3.0, requires_grad=True)
    h = (x * x).detach()
    y = h * x
    y.backward()

with av.record() as not_recorded:
    x = av.tensor(3.0, requires_grad=True)
    with av.no_grad():
        h = x * x
    y = h * x
    y.backward()
