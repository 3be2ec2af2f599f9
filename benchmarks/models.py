"""The programs that are measured, in plain PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

__all__ = [
    "Example",
    "block",
    "cnn",
    "deep",
    "perceptron",
    "resnet18",
    "scalars",
    "tutorial",
]


@dataclass(frozen=True)
class Example:
    """A model and something to give it. Called, it gives the loss."""

    model: nn.Module
    batch: Tensor
    loss: Callable[[Tensor], Tensor]

    def __call__(self) -> Tensor:
        return self.loss(self.model(self.batch))


def scalars(operations: int = 1000) -> Tensor:
    """A chain of operations on scalars, each second one by the leaf itself."""
    x = torch.tensor(1.0, requires_grad=True)
    y = x
    for _ in range(operations // 2):
        y = y * x + 0.5
    return y


def deep(operations: int) -> Tensor:
    """A chain in which nothing is used twice."""
    y = torch.tensor(1.0, requires_grad=True)
    for _ in range(operations):
        y = y * 1.0001
    return y


def tutorial() -> Example:
    """The program of the README, ``loss = (x**2 + 2*x + 1)**2``."""
    return Example(_Tutorial(), torch.tensor(3.0, requires_grad=True), _itself)


def perceptron() -> Example:
    """64-128-128-10 on a batch of 32."""
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(64, 128),
        nn.ReLU(),
        nn.Linear(128, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )
    return Example(model, torch.randn(32, 64), _cross_entropy(32))


def cnn() -> Example:
    """Two convolutions and a linear layer on a batch of 16 images of 28 × 28."""
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 7 * 7, 10),
    )
    return Example(model, torch.randn(16, 1, 28, 28), _cross_entropy(16))


def block() -> Example:
    """A block of a transformer: batch 8, 64 positions, 128 channels, 4 heads."""
    torch.manual_seed(0)
    return Example(_Block(128, heads=4), torch.randn(8, 64, 128), _mean_square)


def resnet18() -> Example:
    """All of its layers, with an eighth of its channels, for images of 32 × 32."""
    torch.manual_seed(0)
    return Example(_resnet18(8), torch.randn(2, 3, 32, 32), _cross_entropy(2))


def _itself(output: Tensor) -> Tensor:
    return output


def _mean_square(output: Tensor) -> Tensor:
    return output.square().mean()


def _cross_entropy(batch: int) -> Callable[[Tensor], Tensor]:
    labels = torch.randint(0, 10, (batch,))
    return lambda output: F.cross_entropy(output, labels)


class _Tutorial(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        y = x**2 + 2 * x + 1
        return y**2


class _Block(nn.Module):
    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.to_qkv = nn.Linear(channels, 3 * channels)
        self.to_output = nn.Linear(channels, channels)
        self.widen = nn.Linear(channels, 4 * channels)
        self.narrow = nn.Linear(4 * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self._attention(self.norm1(x))
        return x + self.narrow(F.gelu(self.widen(self.norm2(x))))

    def _attention(self, x: Tensor) -> Tensor:
        batch, length, channels = x.shape
        split = (batch, length, self.heads, channels // self.heads)
        q, k, v = (
            each.view(split).transpose(1, 2) for each in self.to_qkv(x).chunk(3, -1)
        )
        scores = q @ k.transpose(-2, -1) / split[-1] ** 0.5
        mixed = scores.softmax(-1) @ v
        return self.to_output(mixed.transpose(1, 2).reshape(x.shape))


class _Residual(nn.Module):
    """Two convolutions around which the input runs as well."""

    def __init__(self, taken: int, made: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(taken, made, 3, stride, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(made)
        self.conv2 = nn.Conv2d(made, made, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(made)
        self.around: nn.Module = nn.Identity()
        if stride != 1 or taken != made:
            self.around = nn.Sequential(
                nn.Conv2d(taken, made, 1, stride, bias=False), nn.BatchNorm2d(made)
            )

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + self.around(x))


def _resnet18(width: int) -> nn.Module:
    stages = []
    for stage in range(4):
        taken, made = width * 2 ** max(stage - 1, 0), width * 2**stage
        stages.append(_Residual(taken, made, stride=1 if stage == 0 else 2))
        stages.append(_Residual(made, made, stride=1))
    return nn.Sequential(
        nn.Conv2d(3, width, 7, stride=2, padding=3, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(),
        nn.MaxPool2d(3, stride=2, padding=1),
        *stages,
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(8 * width, 10),
    )
