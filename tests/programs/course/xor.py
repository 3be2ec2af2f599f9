"""XOR needs a hidden layer."""

import torch
from torch import nn, optim

X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
net = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1), nn.Sigmoid())
net.load_state_dict(
    {
        "0.weight": torch.tensor([[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [0.5, 0.2]]),
        "0.bias": torch.tensor([-0.5, 0.1, 0.2, -0.3]),
        "2.weight": torch.tensor([[0.5, 0.7, 0.6, -0.4]]),
        "2.bias": torch.tensor([0.1]),
    }
)
criterion = nn.BCELoss()
optimizer = optim.Adam(net.parameters(), lr=0.1)

# recorded from here
for epoch in range(20):
    optimizer.zero_grad()
    output = net(X)
    loss = criterion(output, Y)
    loss.backward()
    optimizer.step()
    if epoch % 10 == 0:
        print(f"{epoch:3d} {loss.item():.4f}")
print(net)
print((net(X) > 0.5).int().flatten().tolist())
