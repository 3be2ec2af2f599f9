"""A gradient that nearly vanishes, one that explodes."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(1.0, requires_grad=True)
    small = x * 2.0**-40 * 2.0**-60
    large = x * 2.0**40 * 2.0**60
    loss = small + large
    loss.backward()
