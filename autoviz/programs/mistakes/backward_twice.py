"""backward() twice: the second one finds that what was saved is gone.

What happens: The first `loss.backward()` puts 12 into `w.grad`. The second raises a
RuntimeError, "Trying to backward through the graph a second time", and `w.grad`
stays 12.

Why: On the way forward an operation saves what it will need on the way back: the
power saves `w`, the product saves its factor. To save memory, `backward()` lets go
of it as soon as it is used. The second `backward()` stops at the first node whose
saved values are gone. A sum, or `x + 1`, saves nothing: a graph of only such nodes
can be used twice, and the gradients double.

What to do instead: Compute the loss anew before each `backward()`. If there are two
losses, add them and call `backward()` once. If the same graph is really needed
again, say `loss.backward(retain_graph=True)` the first time: the second one then
adds its 12, and `w.grad` is 24.

Where it comes from: A notebook cell that was run twice; the state of a recurrent
network that was carried from one round to the next without `detach()`.
"""

import autoviz as av

with av.record() as rec:
    w = av.tensor(2.0, requires_grad=True)
    y = w**2
    loss = 3*y
    loss.backward()
    loss.backward()
