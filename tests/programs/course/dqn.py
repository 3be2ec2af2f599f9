"""A step of deep Q-learning with a target network."""

import copy

import torch
import torch.nn as nn
import torch.nn.functional as F

states = torch.sin(torch.arange(10.0)).reshape(5, 2)
next_states = torch.cos(torch.arange(10.0)).reshape(5, 2)
actions = torch.tensor([0, 1, 2, 1, 0])
rewards = torch.tensor([1.0, 0.0, -1.0, 0.5, 0.0])
done = torch.tensor([0.0, 0.0, 1.0, 0.0, 1.0])
q = nn.Sequential(nn.Linear(2, 6), nn.ReLU(), nn.Linear(6, 3))
with torch.no_grad():
    for i, p in enumerate(q.parameters()):
        p.copy_(torch.sin(torch.arange(p.numel()) + i).reshape(p.shape))
target = copy.deepcopy(q)
optimizer = torch.optim.Adam(q.parameters(), lr=0.01)
gamma = 0.9

# recorded from here
for _ in range(3):
    chosen = q(states).gather(1, actions.unsqueeze(1)).squeeze(1)
    with torch.no_grad():
        best = target(next_states).max(1).values
        wanted = rewards + gamma * best * (1 - done)
    loss = F.smooth_l1_loss(chosen, wanted)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_value_(q.parameters(), 1.0)
    optimizer.step()
    with torch.no_grad():
        for slow, fast in zip(target.parameters(), q.parameters(), strict=True):
            slow.mul_(0.9).add_(fast, alpha=0.1)
    print(f"{loss.item():.4f}")
