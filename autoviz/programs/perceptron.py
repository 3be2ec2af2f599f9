"""A two-layer perceptron: matrices, a bias for every row, tanh, mean squares."""

import autoviz as av

with av.record() as rec:
    X = av.tensor([[1.0, 2.0], [0.5, -1.0], [-1.5, 0.0]])
    target = av.tensor([[1.0], [0.0], [-1.0]])
    W1 = av.tensor([[0.5, -0.2, 0.1], [0.3, 0.8, -0.6]], requires_grad=True)
    b1 = av.tensor([0.1, 0.0, -0.1], requires_grad=True)
    W2 = av.tensor([[0.7], [-0.4], [0.9]], requires_grad=True)
    b2 = av.tensor([0.2], requires_grad=True)
    h = (X @ W1 + b1).tanh()
    out = h @ W2 + b2
    loss = ((out - target)**2).mean()
    loss.backward()
