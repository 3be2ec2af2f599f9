"""where() hides the nan on the way forward, not on the way back."""

import autoviz as av

with av.record() as rec:
    x = av.tensor([0.0, 4.0], requires_grad=True)
    root = x.sqrt()
    y = av.where(x > 0, root, 0.0)
    y.sum().backward()
