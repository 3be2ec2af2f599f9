"""Programs that end with an error, and what the recording says of it."""

from __future__ import annotations

from tests.programs.program import Program

__all__ = ["RAISING"]

P = Program

RAISING = (
    P("nothing requires grad", 1, """
w = t.tensor(2.0)
loss = w * 3
loss.backward()
""", code="E1"),
    P("cut by no_grad", 1, """
w = t.tensor(2.0, requires_grad=True)
with t.no_grad():
    h = w * 3
loss = h * h
loss.backward()
""", code="E1"),
    P("cut by argmax", 1, """
scores = t.tensor([1.0, 2.0], requires_grad=True)
guess = scores.argmax()
guess.backward()
""", code="E1"),
    P("cut by a comparison", 1, """
scores = t.tensor([1.0, 2.0], requires_grad=True)
right = (scores > 0).float()
loss = right.mean()
loss.backward()
""", code="E1"),
    P("cut by numpy", 1, """
w = t.tensor([1.0, 2.0], requires_grad=True)
loss = t.from_numpy(w.detach().numpy()).sum()
loss.backward()
""", code="E1"),
    P("all parameters frozen", 1, """
model = t.nn.Linear(2, 1).requires_grad_(False)
loss = model(t.ones(1, 2)).sum()
loss.backward()
""", code="E1", only="torch"),
    P("backward twice", 3, """
w = t.tensor(2.0, requires_grad=True)
loss = w * w
loss.backward()
loss.backward()
""", code="E2"),
    P("saved after freed", 3, """
w = t.tensor(2.0, requires_grad=True)
loss = w.exp()
loss.backward()
loss.grad_fn._saved_result
""", code="E2"),
    P("state carried along", 4, """
w = t.tensor(0.5, requires_grad=True)
h = t.tensor(1.0)
for step in range(3):
    h = (w * h).tanh()
    h.backward()
""", code="E2"),
    P("state carried along, retained, and a step", 4, """
w = t.tensor(0.5, requires_grad=True)
h = t.tensor(1.0)
for step in range(3):
    h = (w * h).tanh()
    h.backward(retain_graph=True)
    with t.no_grad():
        w -= 0.1 * w.grad
""", code="E8l"),
    P("two losses on one trunk", 5, """
x = t.tensor(2.0, requires_grad=True)
trunk = x.exp()
one = trunk * 2
other = trunk * 3
one.backward()
other.backward()
""", code="E2"),
    P("a trunk from before the loop", 5, """
x = t.tensor(2.0, requires_grad=True)
trunk = x.exp()
for factor in (2, 3):
    loss = trunk * factor
    loss.backward()
""", code="E2"),
    P("a step that is recorded", 6, """
w = t.tensor(1.0, requires_grad=True)
(w * w).backward()
w -= 0.1 * w.grad
""", code="E3"),
    P("a part of a leaf", 6, """
w = t.tensor([1.0, 2.0], requires_grad=True)
w[0] = 5
""", code="E4"),
    P("a new tensor under the old name", 7, """
w = t.tensor(1.0, requires_grad=True)
for step in range(2):
    loss = w * w
    loss.backward()
    with t.no_grad():
        w = w - 0.1 * w.grad
""", code="E1"),
    P("an optimizer of a result", 9, """
w = t.randn(3, requires_grad=True) * 0.1
t.optim.SGD([w], lr=0.1)
""", code="E18", only="torch"),
    P("retain_grad of what needs none", 10, """
y = t.tensor(1.0) * 2
y.retain_grad()
""", code="E20"),
    P("backward of a vector", 11, """
x = t.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
y.backward()
""", code="E6"),
    P("backward of a complex number", 11, """
x = t.ones(1, dtype=t.complex64, requires_grad=True)
y = x * 2
y.backward()
""", code="E6c", only="torch"),
    P("a seed of another shape", 11, """
x = t.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
y.backward(t.ones(3))
""", code="E7"),
    P("a plain number as seed", 11, """
x = t.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
y.backward(1.0)
""", code="seed"),
    P("a cell that is run again", 14, """
y.backward()
""", before="""
x = t.tensor(2.0, requires_grad=True)
y = x * x
y.backward()
""", code="E2"),
    P("zeroing what is not there", 16, """
w = t.tensor(2.0, requires_grad=True)
w.grad.zero_()
""", code="E30"),
    P("a step before backward", 16, """
w = t.tensor(2.0, requires_grad=True)
with t.no_grad():
    w -= 0.1 * w.grad
""", code="none in a step"),
    P("a result that was saved, written to", 18, """
x = t.tensor([1.0, 2.0], requires_grad=True)
y = x.exp()
y.add_(1)
y.sum().backward()
""", code="E8"),
    P("a factor that was saved, written to", 18, """
b = t.tensor([1.0, 2.0], requires_grad=True) * 1
y = b * b
b.add_(1)
loss = y.sum()
loss.backward()
""", code="E8"),
    P("written to through detach", 19, """
x = t.tensor([1.0, 2.0], requires_grad=True)
y = x.exp()
d = y.detach()
d.zero_()
y.sum().backward()
""", code="E8"),
    P("written to in no_grad", 19, """
x = t.tensor([1.0, 2.0], requires_grad=True)
y = (x * x).sum()
with t.no_grad():
    x.add_(1)
y.backward()
""", code="E8l"),
    P("written to by an optimizer", 19, """
x = t.tensor([1.0, 2.0], requires_grad=True)
x.grad = t.ones(2)
optimizer = t.optim.SGD([x], lr=0.1)
y = (x * x).sum()
optimizer.step()
y.backward()
""", code="E8l", only="torch"),
    P("from inference_mode", 22, """
x = t.tensor([1.0, 2.0], requires_grad=True)
with t.inference_mode():
    b = t.ones(2)
y = x * b
""", code="E16"),
    P("written to, from inference_mode", 22, """
with t.inference_mode():
    b = t.ones(2)
b.mul_(2)
""", code="E17"),
    P("tracked, from inference_mode", 22, """
with t.inference_mode():
    b = t.ones(2)
b.requires_grad_()
""", code="E17b"),
    P("switching off a result", 23, """
y = t.tensor(2.0, requires_grad=True) * 2
y.requires_grad = False
""", code="E13"),
    P("backward of a number", 24, """
x = t.tensor([1.0, 2.0], requires_grad=True)
loss = x.sum()
loss = loss.item()
loss.backward()
""", code="E29"),
    P("numpy in the loss", 24, """
x = t.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
y.numpy()
""", code="E10"),
    P("a number in the loss", 24, """
x = t.tensor(2.0, requires_grad=True)
loss = t.tensor(float(x * 2))
loss.backward()
""", code="E1"),
    P("integers", 26, """
x = t.tensor([1, 2], requires_grad=True)
""", code="E9a"),
    P("integers, asked later", 26, """
x = t.tensor([1, 2])
x.requires_grad_()
""", code="E9b"),
    P("integers, by attribute", 26, """
x = t.tensor([1, 2])
x.requires_grad = True
""", code="E9c"),
    P("shapes that do not fit", 27, """
x = t.ones(5, 3)
b = t.ones(4, requires_grad=True)
y = x + b
""", code="E24"),
    P("matrices that do not fit", 27, """
x = t.ones(2, 3)
W = t.ones(2, 2, requires_grad=True)
y = x @ W
""", code="E36"),
    P("two dtypes", 27, """
x = t.ones(2, 2, dtype=t.float64)
W = t.ones(2, 2, requires_grad=True)
y = x @ W
""", code="two dtypes"),
    P("where, with anomaly mode", 31, """
x = t.tensor([0.0, 4.0], requires_grad=True)
y = t.where(x > 0, x.sqrt() * 0, x)
with t.autograd.set_detect_anomaly(True):
    y.sum().backward()
""", code="E28"),
    P("not used", 32, """
x = t.tensor(2.0, requires_grad=True)
w = t.tensor(3.0, requires_grad=True)
t.autograd.grad(x * 2, [w, x])
""", code="E14"),
    P("not wanted", 32, """
x = t.tensor(2.0, requires_grad=True)
c = t.tensor(3.0)
t.autograd.grad(x * c, (x, c))
""", code="E15"),
    P("an empty optimizer", 32, """
class Model(t.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [t.nn.Linear(1, 1)]

t.optim.SGD(Model().parameters(), lr=0.1)
""", code="E19", only="torch"),
    P("a tensor in place of a Parameter", 32, """
model = t.nn.Linear(2, 2)
model.weight = t.ones(2, 2)
""", code="E35", only="torch"),
    P("hooks that change the shape", 0, """
x = t.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
y.register_hook(lambda g: t.ones(3))
y.sum().backward()
""", code="E21"),
    P("a hook on what needs none", 0, """
y = t.tensor([1.0, 2.0]) * 2
y.register_hook(print)
""", code="E21"),
    P("a .grad of another size", 0, """
x = t.tensor([1.0, 2.0], requires_grad=True)
x.grad = t.ones(3)
""", code="E22"),
    P("a .grad that is a number", 0, """
x = t.tensor([1.0, 2.0], requires_grad=True)
x.grad = 0
""", code="kind of a grad"),
    P("too few gradients", 0, """
class Product(t.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        return a * b
    @staticmethod
    def backward(ctx, g):
        return g

x = t.tensor([1.0, 2.0], requires_grad=True)
y = Product.apply(x, x * 2)
y.sum().backward()
""", code="E25"),
    P("a gradient of another shape", 0, """
class Double(t.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2
    @staticmethod
    def backward(ctx, g):
        return t.ones(3)

x = t.tensor([1.0, 2.0], requires_grad=True)
y = Double.apply(x)
y.sum().backward()
""", code="E26"),
    P("once, and twice", 0, """
class Double(t.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2
    @staticmethod
    @t.autograd.function.once_differentiable
    def backward(ctx, g):
        return g * 2

x = t.tensor(3.0, requires_grad=True)
y = Double.apply(x * x)
(g,) = t.autograd.grad(y, x, create_graph=True)
g.backward()
""", code="twice"),
    P("a copy of a result", 0, """
import copy
y = t.tensor(2.0, requires_grad=True) * 2
copy.deepcopy(y)
""", code="E27"),
    P("one of several views", 0, """
x = t.tensor([1.0, 2.0], requires_grad=True) * 1
a, b = x.unbind()
a.add_(1)
""", code="E32"),
    P("a view from no_grad", 0, """
x = t.tensor([1.0, 2.0], requires_grad=True) * 1
with t.no_grad():
    v = x.view(2)
v.add_(1)
""", code="E33"),
    P("true or false", 0, """
x = t.tensor([1.0, 2.0])
if x > 0:
    pass
""", code="E31"),
    P("the class for the context", 0, """
with t.no_grad:
    pass
""", code="E37"),
    P("one place for all", 0, """
x = t.ones(3)
e = x.expand(2, 3)
e.add_(1)
""", code="E38"),
)
