"""A variational autoencoder: reparameterization, and two losses."""

import torch
import torch.nn as nn
import torch.nn.functional as F

x = torch.sigmoid(3 * torch.sin(torch.arange(30.0))).reshape(5, 6)


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(6, 5)
        self.fc_mu = nn.Linear(5, 2)
        self.fc_logvar = nn.Linear(5, 2)
        self.fc3 = nn.Linear(2, 5)
        self.fc4 = nn.Linear(5, 6)

    def encode(self, x):
        h = F.relu(self.fc1(x))
        return self.fc_mu(h), self.fc_logvar(h)

    def reparameterize(self, mu, logvar, eps):
        std = torch.exp(0.5 * logvar)
        return mu + eps * std

    def forward(self, x, eps):
        mu, logvar = self.encode(x)
        z = self.reparameterize(mu, logvar, eps)
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z)))), mu, logvar


def loss_function(recon, x, mu, logvar):
    bce = F.binary_cross_entropy(recon, x, reduction="sum")
    kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return bce + kld, kld


model = VAE()
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(0.5 * torch.cos(torch.arange(p.numel()) * 1.1 + i).reshape(p.shape))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)

# recorded from here
for step in range(4):
    eps = torch.sin(torch.arange(10.0) + step).reshape(5, 2)
    optimizer.zero_grad()
    recon, mu, logvar = model(x, eps)
    loss, kld = loss_function(recon, x, mu, logvar)
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.3f} {kld.item():.3f}")
