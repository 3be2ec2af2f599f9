"""A small convolution, and the largest of each 2 × 2."""

import autoviz as av
from autoviz.nn import functional as F

with av.record() as rec:
    image = av.arange(36.0).reshape(1, 1, 6, 6)
    kernel = av.tensor([[[[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.5]]]],
                       requires_grad=True)
    edges = F.conv2d(image, kernel)
    loss = F.max_pool2d(edges, 2).sum()
    loss.backward()
