"""One call, two results: one node in backward."""

import autoviz as av

with av.record() as rec:
    x = av.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
    left, right = x.split(2)
    loss = (left*right).sum()
    loss.backward()
