"""Rounds with a name."""

import autoviz as av

with av.record() as rec:
    x = av.tensor(1.0, requires_grad=True)
    h = x
    for _ in av.loop(range(2), "layer"):
        with av.scope("affine"):
            h = 2*h + 1
    h.backward()
