"""REINFORCE: log-probabilities of what was done, times what came of it."""

import torch
import torch.nn as nn
import torch.nn.functional as F

policy = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2))
with torch.no_grad():
    for i, p in enumerate(policy.parameters()):
        p.copy_(torch.cos(torch.arange(p.numel()) + i).reshape(p.shape))
optimizer = torch.optim.Adam(policy.parameters(), lr=0.05)
states = torch.sin(torch.arange(12.0)).reshape(6, 2)
actions = torch.tensor([0, 1, 1, 0, 1, 0])
rewards = [1.0, 0.0, 0.5, -1.0, 2.0, 1.0]

# recorded from here
returns, total = [], 0.0
for r in reversed(rewards):
    total = r + 0.9 * total
    returns.insert(0, total)
returns = torch.tensor(returns)
returns = (returns - returns.mean()) / (returns.std() + 1e-8)
for _ in range(2):
    logp = F.log_softmax(policy(states), dim=-1)
    chosen = logp.gather(1, actions.view(-1, 1)).squeeze(1)
    entropy = -(logp.exp() * logp).sum(dim=-1).mean()
    loss = -(chosen * returns).mean() - 0.01 * entropy
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f} {entropy.item():.4f}")
