"""softmax: what one score gains the others lose."""

import autoviz as av

with av.record() as rec:
    scores = av.tensor([0.0, 0.0, 0.0, 0.0], requires_grad=True)
    p = scores.softmax(0)
    p[1].backward()
