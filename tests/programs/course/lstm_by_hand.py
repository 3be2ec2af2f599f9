"""The four gates of an LSTM, written out, and the same with nn.LSTMCell."""

import torch
import torch.nn as nn

steps, batch, size = 3, 2, 4
inputs = torch.sin(torch.arange(steps * batch * size)).reshape(steps, batch, size)
cell = nn.LSTMCell(size, size)
with torch.no_grad():
    for i, p in enumerate(cell.parameters()):
        p.copy_(0.3 * torch.cos(torch.arange(p.numel()) + i).reshape(p.shape))

# recorded from here
h = c = torch.zeros(batch, size)
for x in inputs:
    gates = x @ cell.weight_ih.T + cell.bias_ih + h @ cell.weight_hh.T + cell.bias_hh
    i, f, g, o = gates.chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    h = torch.sigmoid(o) * torch.tanh(c)
h.sum().backward()
by_hand = cell.weight_hh.grad.clone()
cell.zero_grad()

state = (torch.zeros(batch, size), torch.zeros(batch, size))
for x in inputs:
    state = cell(x, state)
state[0].sum().backward()
print(torch.allclose(h, state[0], atol=1e-6))
print(torch.allclose(by_hand, cell.weight_hh.grad, atol=1e-6))
