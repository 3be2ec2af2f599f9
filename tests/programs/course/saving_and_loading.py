"""A checkpoint: save, load, and go on as if nothing had happened."""

import io

import torch
from torch import nn

x = torch.sin(torch.arange(12.0)).reshape(4, 3)
y = x.sum(1, keepdim=True)


def build():
    model = nn.Linear(3, 1)
    with torch.no_grad():
        model.weight.fill_(0.1)
        model.bias.zero_()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    return model, optimizer


def train(model, optimizer, steps):
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


model, optimizer = build()
straight = train(model, optimizer, 6)
first, first_optimizer = build()
train(first, first_optimizer, 3)
file = io.BytesIO()
torch.save(
    {
        "model": first.state_dict(),
        "optimizer": first_optimizer.state_dict(),
        "epoch": 3,
    },
    file,
)
file.seek(0)
checkpoint = torch.load(file, weights_only=True)
second, second_optimizer = build()
second.load_state_dict(checkpoint["model"])
second_optimizer.load_state_dict(checkpoint["optimizer"])

# recorded from here
resumed = train(second, second_optimizer, 3)
print(checkpoint["epoch"], abs(straight - resumed) < 1e-6, f"{resumed:.4f}")
