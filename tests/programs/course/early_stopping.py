"""Stop when the validation loss does not fall, and keep the best weights."""

import copy

import torch
from torch import nn

x = torch.linspace(-1, 1, 12).unsqueeze(1)
y = torch.sin(3 * x)
train_x, train_y, val_x, val_y = x[::2], y[::2], x[1::2], y[1::2]
model = nn.Sequential(nn.Linear(1, 5), nn.Tanh(), nn.Linear(5, 1))
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(torch.cos(torch.arange(p.numel()) + 1.5 * i).reshape(p.shape))
optimizer = torch.optim.SGD(model.parameters(), lr=0.9)
loss_fn = nn.MSELoss()

# recorded from here
best, best_state, patience, waited = float("inf"), None, 2, 0
for epoch in range(12):
    model.train()
    optimizer.zero_grad()
    loss_fn(model(train_x), train_y).backward()
    optimizer.step()
    model.eval()
    with torch.no_grad():
        val_loss = loss_fn(model(val_x), val_y).item()
    if val_loss < best:
        best, waited = val_loss, 0
        best_state = copy.deepcopy(model.state_dict())
    else:
        waited += 1
        if waited >= patience:
            print(f"stopped after epoch {epoch}")
            break
model.load_state_dict(best_state)
print(f"best {best:.4f}")
