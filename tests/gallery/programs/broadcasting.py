"""b is used in every row: its gradient is their sum."""

import autoviz as av

with av.record() as rec:
    x = av.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    b = av.tensor([10.0, 20.0, 30.0], requires_grad=True)
    out = x + b
    loss = (out * out).mean()
    loss.backward()
