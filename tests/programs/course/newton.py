"""Newton's method, and a Hessian-vector product without the Hessian."""

import torch

A = torch.tensor([[3.0, 1.0], [1.0, 2.0]])
x = torch.tensor([1.5, -1.0], requires_grad=True)
v = torch.tensor([1.0, 2.0])


def f(x):
    return 0.5 * x @ A @ x + torch.exp(0.1 * x).sum()


# recorded from here
for _ in range(3):
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    rows = [torch.autograd.grad(each, x, retain_graph=True)[0] for each in g]
    H = torch.stack(rows)
    det = H[0, 0] * H[1, 1] - H[0, 1] * H[1, 0]
    inverse = (
        torch.stack(
            [torch.stack([H[1, 1], -H[0, 1]]), torch.stack([-H[1, 0], H[0, 0]])]
        )
        / det
    )
    with torch.no_grad():
        x -= inverse @ g
    print(f"{f(x).item():.5f} {g.norm().item():.5f}")
(g,) = torch.autograd.grad(f(x), x, create_graph=True)
(hvp,) = torch.autograd.grad(g @ v, x)
print([round(each, 3) for each in hvp.tolist()])
