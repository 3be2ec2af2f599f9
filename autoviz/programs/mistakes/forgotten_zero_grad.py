"""Forgotten zero_grad: every backward() adds to what is already there.

What happens: The loss is the same both times, and so is its gradient, 6. After the
second `backward()` there is 12 in `w.grad`. Nothing warns: this mistake is silent.

Why: `backward()` adds to `.grad`, and never replaces it. So the gradients of
several losses can be summed, and a large batch can be done in parts. But in a
training loop the gradient of the round before is still there.

What to do instead: Empty `.grad` once in every round, before `backward()`:
`optimizer.zero_grad()`, or `w.grad = None`. Not between `backward()` and `step()`:
then there is nothing left to step with.

What it does to training: With the loss `w**2`, from 4, with the learning rate 0.1,
`w` should go 3.2, 2.56, 2.05, 1.64, 1.31. Without emptying it goes 3.2, 1.76,
-0.032, -1.82, -3.24: past the minimum and on.
"""

import autoviz as av

with av.record() as rec:
    w = av.tensor(3.0, requires_grad=True)
    for _ in range(2):
        loss = w**2
        loss.backward()
