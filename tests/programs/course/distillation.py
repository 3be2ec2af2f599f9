"""Knowledge distillation: a student learns a teacher's soft answers."""

import torch
import torch.nn as nn
import torch.nn.functional as F

x = torch.sin(torch.arange(18.0)).reshape(6, 3)
y = torch.tensor([0, 1, 2, 0, 1, 2])
teacher = nn.Sequential(nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 3))
student = nn.Linear(3, 3)
with torch.no_grad():
    for i, p in enumerate([*teacher.parameters(), *student.parameters()]):
        p.copy_(torch.cos(torch.arange(p.numel()) * 0.7 + i).reshape(p.shape))
teacher.eval()
optimizer = torch.optim.Adam(student.parameters(), lr=0.05)
T, alpha = 2.0, 0.3

# recorded from here
for _ in range(3):
    with torch.no_grad():
        soft = F.softmax(teacher(x) / T, dim=1)
    logits = student(x)
    distill = F.kl_div(F.log_softmax(logits / T, dim=1), soft, reduction="batchmean")
    loss = alpha * F.cross_entropy(logits, y) + (1 - alpha) * T * T * distill
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
