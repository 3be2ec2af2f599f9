"""A siamese network: one net, two inputs, and a margin."""

import torch
import torch.nn as nn
import torch.nn.functional as F

a = torch.sin(torch.arange(12.0)).reshape(4, 3)
b = torch.sin(torch.arange(12.0) + torch.tensor([0.1, 2.0, 1.0]).repeat(4)).reshape(
    4, 3
)
same = torch.tensor([1.0, 0.0, 1.0, 0.0])


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(3, 4), nn.ReLU(inplace=True), nn.Linear(4, 2)
        )

    def forward(self, a, b):
        return self.net(a), self.net(b)


model = Siamese()
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(torch.cos(torch.arange(p.numel()) * 0.9 + i).reshape(p.shape))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
triplet = nn.TripletMarginLoss(margin=1.0)

# recorded from here
for _ in range(2):
    za, zb = model(a, b)
    distance = F.pairwise_distance(za, zb)
    far = torch.clamp(1.0 - distance, min=0).pow(2)
    loss = (same * distance.pow(2) + (1 - same) * far).mean()
    loss = loss + triplet(za, zb, za.roll(1, 0))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
