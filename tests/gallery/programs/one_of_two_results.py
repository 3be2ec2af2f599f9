"""Only one of two results is used."""

import autoviz as av

with av.record() as rec:
    x = av.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
    used, unused = x.chunk(2)
    (3*used).sum().backward()
