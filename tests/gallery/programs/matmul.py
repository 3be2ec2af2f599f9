"""Two matrices, and the product of each gradient."""

import autoviz as av

with av.record() as rec:
    A = av.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], requires_grad=True)
    B = av.tensor([[1.0, 0.0, -1.0], [0.5, 2.0, 1.0]], requires_grad=True)
    C = A @ B
    loss = C.sum()
    loss.backward()
