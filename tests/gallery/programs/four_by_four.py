"""(4, 1) less (4,) is (4, 4): silently wrong."""

import autoviz as av

with av.record() as rec:
    predicted = av.tensor([[1.0], [2.0], [3.0], [4.0]], requires_grad=True)
    target = av.tensor([1.0, 2.0, 3.0, 4.0])
    loss = ((predicted - target)**2).mean()
    loss.backward()
