"""nn.LSTM that reads a sequence and says how many ones there were."""

import torch
import torch.nn as nn

sequences = torch.tensor([[1, 0, 1, 1], [0, 0, 0, 1], [1, 1, 0, 0]]).float()
counts = sequences.sum(dim=1, keepdim=True)


class Counter(nn.Module):
    def __init__(self, hidden=3):
        super().__init__()
        self.lstm = nn.LSTM(input_size=1, hidden_size=hidden, batch_first=True)
        self.fc = nn.Linear(hidden, 1)

    def forward(self, x):
        _, (h, _) = self.lstm(x)
        return self.fc(h[-1])


model = Counter()
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.copy_(0.6 * torch.cos(torch.arange(p.numel()) * 2.1 + i).reshape(p.shape))
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)

# recorded from here
for _ in range(3):
    loss = nn.functional.mse_loss(model(sequences.unsqueeze(-1)), counts)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    print(f"{loss.item():.4f}")
