"""An autoencoder: through a bottleneck and back."""

import torch
from torch import nn

data = torch.sin(torch.arange(48.0)).reshape(8, 6)
encoder = nn.Sequential(nn.Linear(6, 4), nn.ReLU(), nn.Linear(4, 2))
decoder = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 6))
parameters = list(encoder.parameters()) + list(decoder.parameters())
with torch.no_grad():
    for i, p in enumerate(parameters):
        p.copy_(torch.sin(torch.arange(p.numel()) + 2.0 * i).reshape(p.shape) * 0.5)
optimizer = torch.optim.AdamW(parameters, lr=0.05, weight_decay=0.1)

# recorded from here
for _ in range(6):
    code = encoder(data)
    reconstruction = decoder(code)
    loss = nn.functional.mse_loss(reconstruction, data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
print(tuple(code.shape))
