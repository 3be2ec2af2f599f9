"""A pretrained body that is frozen, and a new head."""

import torch
from torch import nn

body = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3), nn.ReLU())
head = nn.Linear(3, 2)
model = nn.Sequential(body, head)
pretrained = {
    name: torch.sin(torch.arange(p.numel()) + len(name)).reshape(p.shape)
    for name, p in body.state_dict().items()
}
print(body.load_state_dict(pretrained))
nn.init.constant_(head.weight, 0.1)
nn.init.zeros_(head.bias)
for p in body.parameters():
    p.requires_grad = False
x = torch.cos(torch.arange(20.0)).reshape(5, 4)
y = torch.tensor([0, 1, 1, 0, 1])
trainable = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.Adam(trainable, lr=0.1)

# recorded from here
for _ in range(2):
    loss = nn.functional.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}", body[0].weight.grad)
body[2].requires_grad_(True)
optimizer.add_param_group({"params": body[2].parameters(), "lr": 0.01})
loss = nn.functional.cross_entropy(model(x), y)
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(f"{loss.item():.4f}", body[2].weight.grad is not None)
