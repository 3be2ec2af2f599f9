"""An operation with a backward of one's own."""

import autoviz as av


class Cube(av.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 3 * x**2 * g


with av.record() as rec:
    x = av.tensor(2.0, requires_grad=True)
    y = Cube.apply(x)
    loss = 2*y
    loss.backward()
