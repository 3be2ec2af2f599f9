"""An autoencoder that is shown noise, and asked for the picture."""

import torch
import torch.nn as nn

clean = (torch.arange(40).reshape(5, 8) % 3).float() / 2
noise = 0.3 * torch.cos(torch.arange(40) * 1.7).reshape(5, 8)


class DenoisingAutoencoder(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.encoder = nn.Linear(inputs, hidden)
        self.decoder = nn.Linear(hidden, inputs)

    def forward(self, x):
        hidden = torch.sigmoid(self.encoder(x))
        return torch.sigmoid(self.decoder(hidden))


model = DenoisingAutoencoder(8, 5)
with torch.no_grad():
    for name, p in model.named_parameters():
        p.copy_(torch.sin(torch.arange(p.numel()) + len(name)).reshape(p.shape))
criterion = nn.BCELoss()
optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)

# recorded from here
for epoch in range(5):
    noisy = (clean + noise).clamp(0.0, 1.0)
    loss = criterion(model(noisy), clean)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"epoch {epoch}: {loss.item():.4f}")
