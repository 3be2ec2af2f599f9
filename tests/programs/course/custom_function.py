"""A Function of one's own, checked by finite differences, inside of a model."""

import torch


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * 3 * x**2


class StraightThrough(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return (x > 0).float()

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output.clamp(-1, 1)


inputs = torch.tensor([0.5, -1.5, 2.0], dtype=torch.double, requires_grad=True)
weights = torch.tensor([0.3, -0.2, 0.8], requires_grad=True)
print(torch.autograd.gradcheck(Cube.apply, (inputs,)))

# recorded from here
hidden = Cube.apply(weights)
output = (StraightThrough.apply(hidden) * hidden).sum()
output.backward()
print(weights.grad.tolist() != [0, 0, 0], f"{output.item():.4f}")
