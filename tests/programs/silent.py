"""Programs that raise nothing and are wrong, and what is found in them."""

from __future__ import annotations

from tests.programs.program import Program

__all__ = ["SILENT"]

P = Program

SILENT = (
    P("part of the trail is cut", 1, """
w = t.tensor([1.0, 2.0], requires_grad=True)
v = t.tensor([3.0, 4.0], requires_grad=True)
mask = w > 1
loss = (mask * v).sum()
loss.backward()
"""),
    P("the loss asks instead", 2, """
w = t.tensor(2.0, requires_grad=True)
with t.no_grad():
    loss = w * 3
loss.requires_grad = True
loss.backward()
"""),
    P("a new tensor for the loss", 2, """
w = t.tensor(2.0, requires_grad=True)
loss = w * 3
loss = t.tensor(loss.item(), requires_grad=True)
loss.backward()
"""),
    P("backward twice, where nothing is saved", 3, """
x = t.tensor([1.0, 2.0], requires_grad=True)
y = (x + 1).mean()
y.backward()
y.backward()
"""),
    P("state carried along and retained", 4, """
w = t.tensor(0.5, requires_grad=True)
h = t.tensor(1.0)
for step in range(3):
    h = (w * h).tanh()
    w.grad = None
    h.backward(retain_graph=True)
"""),
    P("retained for nothing", 4, """
w = t.tensor(0.5, requires_grad=True)
for step in range(3):
    loss = (w * 2).tanh()
    loss.backward(retain_graph=True)
    with t.no_grad():
        w -= 0.1 * w.grad
    w.grad = None
"""),
    P("a step into another tensor", 7, """
w = t.tensor(1.0, requires_grad=True)
loss = w * w
loss.backward()
w = w - 0.1 * w.grad
loss = w * w
loss.backward()
"""),
    P("a step into another tensor, in no_grad", 7, """
w = t.tensor(1.0, requires_grad=True)
loss = w * w
loss.backward()
with t.no_grad():
    w = w - 0.1 * w.grad
"""),
    P("a leaf that is none", 9, """
w = t.ones(3, requires_grad=True) * 0.1
loss = (w * w).sum()
loss.backward()
"""),
    P("a leaf of another dtype", 9, """
w = t.ones(3, requires_grad=True).double()
loss = (w * w).sum()
loss.backward()
"""),
    P("gradients add up", 12, """
x = t.tensor(3.0, requires_grad=True)
for step in range(3):
    y = x**2
    y.backward()
"""),
    P("no zero_grad", 13, """
w = t.tensor(4.0, requires_grad=True)
for step in range(3):
    loss = w * w
    loss.backward()
    with t.no_grad():
        w -= 0.1 * w.grad
"""),
    P("no zero_grad of the optimizer's", 13, """
w = t.tensor(4.0, requires_grad=True)
b = t.tensor(1.0, requires_grad=True)
optimizer = t.optim.SGD([w, b], lr=0.1)
for step in range(3):
    loss = w * w + b
    loss.backward()
    optimizer.step()
""", only="torch"),
    P("a cell that is run again", 14, """
y = w * x
y.backward()
""", before="""
w = t.tensor(2.0, requires_grad=True)
x = t.tensor(3.0, requires_grad=True)
y = w * x
y.backward()
"""),
    P("zeroed before the step", 15, """
w = t.tensor(2.0, requires_grad=True)
loss = w * w
loss.backward()
w.grad.zero_()
with t.no_grad():
    w -= 0.1 * w.grad
"""),
    P("zero_grad between backward and step", 15, """
w = t.tensor(2.0, requires_grad=True)
optimizer = t.optim.SGD([w], lr=0.1)
for step in range(2):
    loss = w * w
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
""", only="torch"),
    P("a write that .data hides", 19, """
x = t.tensor([1.0, 2.0], requires_grad=True)
y = x * x
x.data.mul_(10)
y.sum().backward()
"""),
    P("a detached tensor is no copy", 20, """
x = t.tensor([1.0, 2.0], requires_grad=True)
d = x.detach()
d[0] = 7
loss = (x * x).sum()
loss.backward()
"""),
    P("detach without using its result", 21, """
x = t.tensor([1.0, 2.0], requires_grad=True)
h = x * 2
h.detach()
loss = (h * h).sum()
loss.backward()
"""),
    P("a number in the loss", 24, """
w = t.tensor(2.0, requires_grad=True)
b = t.tensor(1.0, requires_grad=True)
h = w * 3
loss = h.item() * b
loss.backward()
"""),
    P("math in the loss", 24, """
import math
w = t.tensor(2.0, requires_grad=True)
b = t.tensor(1.0, requires_grad=True)
loss = math.sin(w) * b
loss.backward()
"""),
    P("tensor() of a tensor in the loss", 24, """
w = t.tensor(2.0, requires_grad=True)
b = t.tensor(1.0, requires_grad=True)
h = t.tensor([w * 3])
loss = (h * b).sum()
loss.backward()
"""),
    P("adding up losses for a log", 25, """
w = t.tensor(2.0, requires_grad=True)
total = 0
for step in range(3):
    w.grad = None
    loss = w * w
    loss.backward()
    total += loss
"""),
    P("a column against a row", 28, """
w = t.tensor([[0.5]], requires_grad=True)
x = t.arange(4.0).reshape(4, 1)
target = t.arange(4.0)
prediction = x @ w
loss = t.nn.functional.mse_loss(prediction, target)
loss.backward()
"""),
    P("a column minus a row", 28, """
w = t.tensor([[0.5]], requires_grad=True)
x = t.arange(4.0).reshape(4, 1)
target = t.arange(4.0)
prediction = x @ w
loss = ((prediction - target)**2).mean()
loss.backward()
"""),
    P("a gradient through a step", 29, """
x = t.tensor([0.5, 1.7], requires_grad=True)
loss = (x.round() * 3).sum()
loss.backward()
"""),
    P("a dead relu", 30, """
x = t.tensor([1.0, 2.0])
w = t.tensor([-1.0, -2.0], requires_grad=True)
h = (x * w).relu()
loss = h.sum()
loss.backward()
"""),
    P("a saturated sigmoid", 30, """
w = t.tensor(200.0, requires_grad=True)
y = (w * 1).sigmoid()
loss = (y - 0.5)**2
loss.backward()
"""),
    P("vanishing", 30, """
x = t.tensor(0.5, requires_grad=True)
y = x
for step in range(10):
    y = y.sigmoid()
y.backward()
"""),
    P("exploding", 30, """
x = t.tensor(1.0, requires_grad=True)
y = x
for step in range(40):
    y = y * 1.5
y.backward()
"""),
    P("infinite", 30, """
x = t.tensor(1.0, requires_grad=True)
y = x
for step in range(45):
    y = y * 10.0
y.backward()
"""),
    P("where does not protect", 31, """
x = t.tensor([0.0, 4.0], requires_grad=True)
y = t.where(x > 0, x.sqrt(), t.zeros(2))
loss = y.sum()
loss.backward()
"""),
    P("a saturated logarithm", 31, """
x = t.tensor(-200.0, requires_grad=True)
p = x.sigmoid()
loss = p.log()
loss.backward()
"""),
    P("nan before any gradient", 31, """
x = t.tensor([-1.0, 4.0], requires_grad=True)
y = x.sqrt()
loss = y.mean()
"""),
    P("not used", 32, """
w = t.tensor(2.0, requires_grad=True)
b = t.tensor(1.0, requires_grad=True)
loss = w * 3
loss.backward()
"""),
    P("a parameter the optimizer does not hold", 32, """
w = t.tensor(2.0, requires_grad=True)
b = t.tensor(1.0, requires_grad=True)
optimizer = t.optim.SGD([w], lr=0.1)
loss = w * 3 + b
loss.backward()
optimizer.step()
""", only="torch"),
    P("a Parameter that was replaced", 32, """
model = t.nn.Linear(2, 1)
optimizer = t.optim.SGD(model.parameters(), lr=0.1)
model.weight = t.nn.Parameter(t.ones(1, 2))
loss = model(t.ones(1, 2)).sum()
loss.backward()
optimizer.step()
""", only="torch"),
    P("softmax twice", 0, """
scores = t.tensor([[2.0, 0.5, 0.1]], requires_grad=True)
label = t.tensor([0])
probabilities = scores.softmax(1)
loss = t.nn.functional.cross_entropy(probabilities, label)
loss.backward()
"""),
    P("a hook that was left there", 0, """
x = t.tensor(3.0, requires_grad=True)
y = x * x
def double(g):
    return g * 2
y.register_hook(double)
loss = y * 3
loss.backward()
"""),
)
