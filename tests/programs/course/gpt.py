"""A small GPT: embeddings, blocks of attention and MLP, and a few steps."""

import torch
import torch.nn as nn
import torch.nn.functional as F

text = "to be or not to be"
chars = sorted(set(text))
data = torch.tensor([chars.index(c) for c in text])
T, C, heads, vocab = 5, 8, 2, len(chars)


class SelfAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(C, 3 * C)
        self.proj = nn.Linear(C, C)

    def forward(self, x):
        B, T, _ = x.shape
        q, k, v = self.qkv(x).split(C, dim=2)
        q = q.view(B, T, heads, C // heads).transpose(1, 2)
        k = k.view(B, T, heads, C // heads).transpose(1, 2)
        v = v.view(B, T, heads, C // heads).transpose(1, 2)
        att = q @ k.transpose(-2, -1) * (C // heads) ** -0.5
        mask = torch.triu(torch.ones(T, T, dtype=torch.bool), diagonal=1)
        att = F.softmax(att.masked_fill(mask, float("-inf")), dim=-1)
        y = (att @ v).transpose(1, 2).contiguous().view(B, T, C)
        return self.proj(y)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(C), nn.LayerNorm(C)
        self.attn = SelfAttention()
        self.mlp = nn.Sequential(nn.Linear(C, 2 * C), nn.GELU(), nn.Linear(2 * C, C))

    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.mlp(self.ln2(x))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.token = nn.Embedding(vocab, C)
        self.position = nn.Embedding(T, C)
        self.blocks = nn.Sequential(Block(), Block())
        self.ln = nn.LayerNorm(C)
        self.head = nn.Linear(C, vocab, bias=False)

    def forward(self, idx, targets=None):
        x = self.token(idx) + self.position(torch.arange(idx.shape[1]))
        logits = self.head(self.ln(self.blocks(x)))
        if targets is None:
            return logits, None
        loss = F.cross_entropy(logits.view(-1, vocab), targets.view(-1))
        return logits, loss


model = GPT()
with torch.no_grad():
    for i, p in enumerate(model.parameters()):
        p.add_(0.2 * torch.sin(torch.arange(p.numel()) * 0.7 + i).reshape(p.shape) - p)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)

# recorded from here
for step in range(2):
    starts = [step, step + 4]
    xb = torch.stack([data[s : s + T] for s in starts])
    yb = torch.stack([data[s + 1 : s + T + 1] for s in starts])
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    print(f"step {step}: {loss.item():.4f}")
context = data[:3].unsqueeze(0)
with torch.no_grad():
    for _ in range(2):
        logits, _ = model(context[:, -T:])
        following = logits[:, -1].argmax(dim=-1, keepdim=True)
        context = torch.cat([context, following], dim=1)
print(repr("".join(chars[i] for i in context[0].tolist())))
