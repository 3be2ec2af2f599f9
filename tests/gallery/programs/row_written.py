"""A row written into a plain buffer."""

import autoviz as av

with av.record() as rec:
    w = av.tensor([1.0, 2.0], requires_grad=True)
    buffer = av.zeros(2, 2)
    buffer[0] = 3*w
    buffer.sum().backward()
