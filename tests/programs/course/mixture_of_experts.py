"""Experts, and a gate that says how much each is worth."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class MoE(nn.Module):
    def __init__(self, size, experts):
        super().__init__()
        self.experts = nn.ModuleList([nn.Linear(size, size) for _ in range(experts)])
        self.gate = nn.Linear(size, experts)

    def forward(self, x):
        scores = F.softmax(self.gate(x), dim=-1)
        top, index = scores.topk(2, dim=-1)
        top = top / top.sum(dim=-1, keepdim=True)
        outputs = torch.stack([expert(x) for expert in self.experts], dim=1)
        chosen = outputs.gather(1, index.unsqueeze(-1).expand(-1, -1, x.size(-1)))
        return (top.unsqueeze(-1) * chosen).sum(dim=1), scores


model = MoE(3, 3)
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(torch.sin(torch.arange(p.numel()) * 1.6 + i).reshape(p.shape))
x = torch.cos(torch.arange(12.0)).reshape(4, 3)
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)

# recorded from here
for _ in range(2):
    out, scores = model(x)
    balance = scores.mean(dim=0).pow(2).sum()
    loss = F.mse_loss(out, x.flip(-1)) + 0.1 * balance
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
