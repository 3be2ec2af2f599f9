"""A few steps of a generator against a discriminator."""

import torch
import torch.nn as nn

G = nn.Sequential(nn.Linear(2, 4), nn.LeakyReLU(0.2), nn.Linear(4, 1))
D = nn.Sequential(nn.Linear(1, 4), nn.LeakyReLU(0.2), nn.Linear(4, 1), nn.Sigmoid())
with torch.no_grad():
    for i, p in enumerate([*G.parameters(), *D.parameters()]):
        p.copy_(torch.sin(torch.arange(p.numel()) * 0.8 + i).reshape(p.shape))
criterion = nn.BCELoss()
opt_g = torch.optim.Adam(G.parameters(), lr=0.02, betas=(0.5, 0.999))
opt_d = torch.optim.Adam(D.parameters(), lr=0.02, betas=(0.5, 0.999))
batch = 6
ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)

# recorded from here
for step in range(3):
    real = 3 + 0.5 * torch.sin(torch.arange(batch) + step).unsqueeze(1)
    noise = torch.cos(torch.arange(2.0 * batch) + step).reshape(batch, 2)

    fake = G(noise)
    loss_d = criterion(D(real), ones) + criterion(D(fake.detach()), zeros)
    opt_d.zero_grad()
    loss_d.backward()
    opt_d.step()

    loss_g = criterion(D(fake), ones)
    opt_g.zero_grad()
    loss_g.backward()
    opt_g.step()
    print(f"D {loss_d.item():.4f}  G {loss_g.item():.4f}")
