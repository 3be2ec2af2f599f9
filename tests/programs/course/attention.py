"""Scaled dot-product attention with a causal mask, by hand and by function."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

B, T, C = 2, 4, 6
x = torch.sin(torch.arange(B * T * C) * 0.3).reshape(B, T, C)


class Head(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.key = nn.Linear(C, size, bias=False)
        self.query = nn.Linear(C, size, bias=False)
        self.value = nn.Linear(C, size, bias=False)
        self.register_buffer("tril", torch.tril(torch.ones(T, T)))

    def forward(self, x):
        k, q, v = self.key(x), self.query(x), self.value(x)
        wei = q @ k.transpose(-2, -1) / math.sqrt(k.shape[-1])
        wei = wei.masked_fill(self.tril == 0, float("-inf"))
        return F.softmax(wei, dim=-1) @ v


head = Head(3)
with torch.no_grad():
    for i, p in enumerate(head.parameters()):
        p.copy_(torch.cos(torch.arange(p.numel()) * 0.5 + i).reshape(p.shape))

# recorded from here
out = head(x)
out.pow(2).mean().backward()
q, k, v = head.query(x), head.key(x), head.value(x)
same = F.scaled_dot_product_attention(q, k, v, is_causal=True)
print(out.shape, torch.allclose(out, same, atol=1e-5))
