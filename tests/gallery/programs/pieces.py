"""reshape, index and cat move numbers about."""

import autoviz as av

with av.record() as rec:
    x = av.arange(6.0, requires_grad=True)
    grid = x.reshape(2, 3)
    row = grid[1]
    both = av.cat([row, x[:2]])
    (both*both).sum().backward()
