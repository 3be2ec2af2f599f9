"""Four small batches add up to the gradient of one large batch."""

import torch
from torch import nn

X = torch.sin(torch.arange(24.0)).reshape(8, 3)
y = X.sum(dim=1, keepdim=True)
model = nn.Linear(3, 1)
with torch.no_grad():
    model.weight.copy_(torch.tensor([[0.1, 0.2, 0.3]]))
    model.bias.zero_()
criterion = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
accumulation = 4

# recorded from here
criterion(model(X), y).backward()
whole = model.weight.grad.clone()
optimizer.zero_grad()
for i, (xb, yb) in enumerate(zip(X.split(2), y.split(2), strict=True)):
    loss = criterion(model(xb), yb) / accumulation
    loss.backward()
    if (i + 1) % accumulation == 0:
        print(torch.allclose(whole, model.weight.grad, atol=1e-6))
        optimizer.step()
        optimizer.zero_grad()
print([round(v, 4) for v in model.weight.flatten().tolist()], model.weight.grad)
