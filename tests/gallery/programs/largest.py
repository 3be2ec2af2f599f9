"""max() splits a tie; max(dim) takes one place."""

import autoviz as av

with av.record() as rec:
    x = av.tensor([[1.0, 4.0, 4.0], [2.0, 0.0, 1.0]], requires_grad=True)
    all_of_it = x.max()
    rows = x.max(1).values
    (all_of_it + rows.sum()).backward()
