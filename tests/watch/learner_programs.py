"""Programs in PyTorch as learners write them, each returning all that it computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

__all__ = ["PROGRAMS", "Cube", "Program"]

Program = Callable[[], list[torch.Tensor | None]]


class Cube(torch.autograd.Function):
    """x**3, with a backward of its own."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx: Any, g: torch.Tensor) -> torch.Tensor:
        (x,) = ctx.saved_tensors
        return 3 * x**2 * g


class Twice(torch.autograd.Function):
    """Two results."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return x * 2, x * 3

    @staticmethod
    def backward(ctx: Any, g: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
        return 2 * g + 3 * h


def trained(model: nn.Module, batch: torch.Tensor, optimizer: Any) -> list[Any]:
    """Two rounds; parameters and gradients."""
    for _ in range(2):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(batch), torch.tensor([0, 1, 0, 2]))
        loss.backward()
        optimizer.step()
    return [loss, *_with_gradients(model.parameters())]


def _with_gradients(leaves: Iterable[torch.Tensor]) -> list[torch.Tensor | None]:
    return [each for leaf in leaves for each in (leaf, leaf.grad)]


def leaf(*shape: int) -> torch.Tensor:
    return torch.randn(shape, requires_grad=True)


def perceptron() -> list[Any]:
    model = nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    return trained(model, torch.randn(4, 6), optimizer)


def convolutions() -> list[Any]:
    model = nn.Sequential(
        nn.Conv2d(1, 3, 3),
        nn.BatchNorm2d(3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.5),
        nn.Flatten(),
        nn.Linear(27, 3),
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    return trained(model, torch.randn(4, 1, 8, 8), optimizer)


def recurrent() -> list[Any]:
    model, head = nn.LSTM(3, 4), nn.Linear(4, 1)
    out, _ = model(torch.randn(5, 2, 3))
    head(out).pow(2).mean().backward()
    return _with_gradients([*model.parameters(), *head.parameters()])


def attention() -> list[Any]:
    model = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
    model(torch.randn(2, 3, 8)).sum().backward()
    return _with_gradients(model.parameters())


def embedding() -> list[Any]:
    table = nn.Embedding(5, 3, sparse=True)
    table(torch.tensor([1, 3, 1])).prod().backward()
    return [table.weight, table.weight.grad.to_dense()]


def custom_function() -> list[Any]:
    x = leaf(3)
    y = Cube.apply(x)
    a, b = Twice.apply(y)
    (a * b).sum().backward()
    return [x.grad, y, a, b]


def checkpointed() -> list[Any]:
    found = []
    for reentrant in (False, True):
        x, w = leaf(3), leaf(3)
        body = lambda a, w=w: torch.tanh(a * w).exp()  # noqa: E731
        y = checkpoint(body, x * 2, use_reentrant=reentrant)
        y.sum().backward()
        found += [x.grad, w.grad, y]
    return found


def doubled(x: torch.Tensor) -> None:
    x.grad.mul_(2)


def hooks() -> list[Any]:
    x, seen = leaf(3), []
    y = x * x
    y.register_hook(lambda g: g * 10)
    y.retain_grad()
    x.register_hook(seen.append)
    x.register_post_accumulate_grad_hook(doubled)
    y.grad_fn.register_hook(lambda sent, arrived: seen.extend(arrived))
    y.grad_fn.register_prehook(lambda arrived: (arrived[0] + 1,))
    y.sum().backward()
    return [x.grad, y.grad, *seen]


def gradient_penalty() -> list[Any]:
    x, w = leaf(3), leaf(3)
    y = (w * x.exp()).sum()
    (inner,) = torch.autograd.grad(y, x, create_graph=True)
    loss = (inner**2).sum() + y
    loss.backward()
    return [x.grad, w.grad, inner]


def in_place() -> list[Any]:
    x = leaf(2, 3)
    y = x * 2
    y[0] = y[1] * 3
    y[:, 1].mul_(5)
    y += x
    y.tanh_()
    y.sum().backward()
    with torch.no_grad():
        x -= 0.1 * x.grad
        x[0].zero_()
    return [x, x.grad, y]


def several_passes() -> list[Any]:
    x, y = leaf(3), leaf(3)
    loss = (x * y).sum()
    loss.backward(retain_graph=True)
    loss.backward(create_graph=True)
    torch.autograd.backward([loss, x.sum()], retain_graph=True)
    (g,) = torch.autograd.grad(loss, [y])
    x.grad.detach_()
    return [x.grad, y.grad, g]


def parts_of_tensors() -> list[Any]:
    x = leaf(3, 4)
    a, b, c = x
    top, places = x.max(dim=1)
    left, right = x.split(2, dim=1)
    q, r = torch.linalg.qr(x)
    loss = (a * b).sum() + c.sum() + top.prod() + (left * right).mean()
    (loss + q.sum() + r.norm()).backward()
    return [x.grad, places, a, top, q]


def packed() -> list[Any]:
    x, seen = leaf(3), []

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        seen.append(tensor.detach().clone())
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor * 1):
        y = (x * x).exp()
    y.sum().backward()
    return [x.grad, *seen]


def mixed_precision() -> list[Any]:
    model = nn.Linear(4, 4)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = model(torch.randn(2, 4)).relu()
    out.float().sum().backward()
    return [out, *_with_gradients(model.parameters())]


PROGRAMS: tuple[Program, ...] = (
    perceptron,
    convolutions,
    recurrent,
    attention,
    embedding,
    custom_function,
    checkpointed,
    hooks,
    gradient_penalty,
    in_place,
    several_passes,
    parts_of_tensors,
    packed,
    mixed_precision,
)
