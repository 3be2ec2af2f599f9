"""nn.RNN over sine waves: predict the next value."""

import torch
import torch.nn as nn

wave = torch.sin(torch.arange(12) * 0.5)
x, y = wave[:-1].reshape(1, 11, 1), wave[1:].reshape(1, 11, 1)


class Predictor(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(1, 4, batch_first=True)
        self.out = nn.Linear(4, 1)

    def forward(self, x):
        output, h = self.rnn(x)
        return self.out(output), h


model = Predictor()
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(0.5 * torch.sin(torch.arange(p.numel()) * 1.7 + i).reshape(p.shape))
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)

# recorded from here
for _ in range(3):
    predicted, h = model(x)
    loss = nn.functional.mse_loss(predicted, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f} {tuple(h.shape)}")
