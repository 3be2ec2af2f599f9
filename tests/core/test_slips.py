"""What learners get wrong without being told: PyTorch's own numbers, slip by slip.

Each program is a belief or a slip from a course. Most of them raise nothing, so it is
the numbers that have to be PyTorch's; where they end in an error, its words.
"""

from __future__ import annotations

import pytest

from tests.oracle import agree_on_story

STORIES = {
    "a trail that is cut": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        say(x.argmax().requires_grad, x.long().requires_grad, (x > 1).requires_grad)
        say(t.from_numpy(x.detach().numpy()).requires_grad, x.round().requires_grad)
        x.argmax().backward()
    """,
    "nothing asks, in a vector": """
        t.ones(3).sum().backward()
    """,
    "the loss asks instead": """
        w = t.tensor(2.0)
        loss = w * 3
        loss.requires_grad = True
        loss.backward()
        say(loss.grad, w.grad, loss.is_leaf, loss.grad_fn)
    """,
    "backward twice, where nothing is saved": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y, z = (x + 1).mean(), x.mean()
        for root in (y, y, z, z):
            root.backward()
            say(x.grad)
    """,
    "backward twice, where something is saved": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = (x * x + 1).mean()
        y.backward()
        y.backward()
    """,
    "state that is carried along": """
        w, h = t.tensor(0.5, requires_grad=True), t.tensor(1.0)
        for step in range(3):
            h = (w * h).tanh()
            h.backward()
            say(step, w.grad)
    """,
    "and retained, and the weight written to": """
        w, h = t.tensor(0.5, requires_grad=True), t.tensor(1.0)
        for step in range(3):
            h = (w * h).tanh()
            h.backward(retain_graph=True)
            say(step, w.grad)
            with t.no_grad():
                w -= 0.1 * w.grad
    """,
    "and detached": """
        w, h = t.tensor(0.5, requires_grad=True), t.tensor(1.0)
        for step in range(3):
            h = (w * h.detach()).tanh()
            h.backward()
            say(step, w.grad, graph(h))
            with t.no_grad():
                w -= 0.1 * w.grad
    """,
    "two losses on one trunk": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        trunk = x.exp()
        (trunk * 2).sum().backward()
        (trunk * 3).sum().backward()
    """,
    "summed": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        trunk = x.exp()
        one, two = (trunk * 2).sum(), (trunk * 3).sum()
        (one + two).backward(retain_graph=True)
        both, x.grad = x.grad, None
        one.backward(retain_graph=True)
        two.backward()
        say(both, x.grad)
    """,
    "a step that is recorded": """
        w = t.tensor(1.0, requires_grad=True)
        (w * w).backward()
        w -= 0.1 * w.grad
    """,
    "a step into another tensor": """
        w = t.tensor(1.0, requires_grad=True)
        (w * w).backward()
        w = w - 0.1 * w.grad
        say(w, w.is_leaf)
        (w * w).backward()
        say(w.grad)
    """,
    "and in no_grad": """
        w = t.tensor(1.0, requires_grad=True)
        (w * w).backward()
        with t.no_grad():
            w = w - 0.1 * w.grad
        say(w, w.requires_grad, w.is_leaf, w.grad)
        (w * w).backward()
    """,
    "reading the gradient of a result": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * 2
        say(y.grad)
        y.sum().backward()
        say(y.grad)
    """,
    "a leaf that is none": """
        x = t.ones(3, requires_grad=True)
        for each in (x * 0.1, x.double(), x.to(t.float64), x.to(t.float32), x.float()):
            say(each.is_leaf, each is x, graph(each))
        say(x.to(t.float32) is x, x.float() is x, x.to(x) is x, x.cpu() is x)
    """,
    "retain_grad too late": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * 2
        y.sum().backward()
        y.retain_grad()
        say(y.grad, y.retains_grad)
    """,
    "a vector, a seed of a wrong shape, a number": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        for seed in (None, t.ones(3), 1.0):
            try:
                (x * 2).backward(seed)
            except (RuntimeError, TypeError) as error:
                say(type(error).__name__, error)
    """,
    "gradients add up": """
        x = t.tensor(3.0, requires_grad=True)
        for _ in range(3):
            (x**2).backward()
            say(x.grad)
    """,
    "no zero_grad": """
        for clears in (False, True):
            w = t.tensor(4.0, requires_grad=True)
            for _ in range(5):
                (w * w).backward()
                with t.no_grad():
                    w -= 0.1 * w.grad
                if clears:
                    w.grad.zero_()
                say(w, w.grad, w._version)
    """,
    "a cell that is run again": """
        w, x = t.tensor(2.0, requires_grad=True), t.tensor(3.0, requires_grad=True)
        for _ in range(2):
            y = w * x
            y.backward()
            say(w.grad, x.grad)
        y.backward()
    """,
    "step before backward": """
        w = t.tensor(2.0, requires_grad=True)
        if w.grad is not None:
            w.data -= w.grad
        (w * w).backward()
        say(w, w.grad)
    """,
    "zeroing what is not there": """
        w = t.tensor(2.0, requires_grad=True)
        w.grad.zero_()
    """,
    "None is not zero": """
        w = t.tensor(2.0, requires_grad=True)
        say(w.grad)
        (w * 0).backward()
        say(w.grad)
    """,
    "two paths add": """
        x = t.tensor(3.0, requires_grad=True)
        y = x * x + x
        x.register_hook(lambda g: say("once", g))
        y.backward()
        say(x.grad, graph(y))
    """,
    "which writes matter": """
        for first in ("exp", "sigmoid", "relu", "sqrt", "tanh", "sin", "neg", "abs"):
            x = t.tensor([1.0, 2.0], requires_grad=True)
            y = getattr(x, first)()
            y.add_(1)
            try:
                y.sum().backward()
                say(first, x.grad)
            except RuntimeError as error:
                say(first, error)
    """,
    "of powers, products and sums": """
        for made in (
            lambda b: b * b, lambda b: b * 2, lambda b: b**2, lambda b: b + b,
            lambda b: b / 2, lambda b: 2 / b, lambda b: b - 1, lambda b: b.sum(),
        ):
            for late in (True, False):
                b = t.tensor([1.0, 2.0], requires_grad=True) * 1
                y = made(b)
                (b if late else y).add_(1)
                try:
                    y.sum().backward()
                    say("fine")
                except RuntimeError as error:
                    say(error)
    """,
    "writes that data hides": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * x
        x.data.mul_(10)
        y.sum().backward()
        say(x.grad)
        for hidden in (False, True):
            x = t.tensor([1.0, 2.0], requires_grad=True)
            y = x.exp()
            (y.data if hidden else y.detach()).zero_()
            say(y._version)
            try:
                y.sum().backward()
                say(x.grad)
            except RuntimeError as error:
                say(error)
    """,
    "a detached tensor is no copy": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        d = x.detach()
        d[0] = 7
        say(x, x._version, d._version)
    """,
    "detach without using its result": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        h = x * 2
        h.detach()
        say(h, h.requires_grad)
    """,
    "six ways to be without gradients": """
        w = t.tensor(2.0, requires_grad=True)
        with t.no_grad():
            a = w * 3
        with t.inference_mode():
            b = w * 3
        frozen = t.tensor(2.0)
        for each in (a, b, (w * 3).detach(), frozen * 3, w * 3, (w * 3).data):
            say(each, each.is_leaf, each.is_inference(), each.grad_fn)
        b.mul_(2)
    """,
    "switching off a result": """
        y = t.tensor(2.0, requires_grad=True) * 2
        y.requires_grad = False
    """,
    "leaving tensors": """
        import math
        x = t.tensor(2.0, requires_grad=True)
        say(math.sin(x), float(x), t.tensor([x * 2]), t.tensor([x * 2]).requires_grad)
        x.item().backward()
    """,
    "adding up losses for a log": """
        w, total = t.tensor(2.0, requires_grad=True), 0
        for _ in range(3):
            loss = w * w
            total += loss
        say(total, graph(total))
        total = 0
        for _ in range(3):
            total += (w * w).item()
        say(total)
    """,
    "integers": """
        for attempt in (
            lambda: t.tensor([1, 2], requires_grad=True),
            lambda: t.tensor([1, 2]).requires_grad_(),
            lambda: setattr(t.tensor([1, 2]), "requires_grad", True),
        ):
            try:
                attempt()
            except RuntimeError as error:
                say(error)
    """,
    "the gradient of a bias": """
        x, b = t.ones(5, 3), t.zeros(3, requires_grad=True)
        (x + b).sum().backward()
        say(b.grad)
        x + t.ones(4)
    """,
    "a column against a row": """
        x = t.ones(4, 1, requires_grad=True)
        loss = t.nn.functional.mse_loss(x, t.arange(4.0))
        say(loss)
        loss.backward()
        say(x.grad)
    """,
    "steps": """
        x = t.tensor([0.5, 1.7], requires_grad=True)
        for made in (x.round(), x.floor(), x.ceil(), x.sign(), x.trunc()):
            x.grad = None
            made.sum().backward()
            say(x.grad)
    """,
    "kinks": """
        F = t.nn.functional
        for kink in (
            t.relu, t.abs, F.leaky_relu, lambda x: x.clamp(0, 1), t.sign,
            lambda x: x.clamp(min=0), lambda x: x.clamp(max=0), lambda x: x.norm(),
            lambda x: x.norm(1), lambda x: x.norm(float("inf")), F.relu, F.gelu,
            lambda x: x.clamp_min(0), lambda x: (x * x).sqrt(), t.sqrt, F.silu,
            lambda x: F.l1_loss(x, t.zeros(2)), lambda x: x.norm(3), t.rsqrt, t.log,
            lambda x: x.std(), lambda x: x**0.5, lambda x: x**0, lambda x: x**x,
            lambda x: x.prod(), lambda x: x.cumsum(0), F.softplus, t.reciprocal,
        ):
            x = t.zeros(2, requires_grad=True)
            kink(x).sum().backward()
            say(x.grad)
    """,
    "bounds": """
        x = t.tensor([-1.0, 0.0, 1.0], requires_grad=True)
        for made in (
            x.clamp(-1, 1), x.clamp(min=1), x.clamp(max=-1), x.clamp(1, 0),
            x.clamp(t.tensor(-1.0), t.tensor(1.0)), t.clip(x, 0, 1),
        ):
            x.grad = None
            made.sum().backward()
            say(x.grad)
    """,
    "ties": """
        for tied in (
            lambda x: x.max(), lambda x: x.min(), lambda x: x.amax(),
            lambda x: x.amin(), lambda x: x.median(),
            lambda x: x.max(0)[0], lambda x: x.min(0)[0],
            lambda x: x.median(0)[0], lambda x: x.amax(0), lambda x: x.sort()[0][0],
            lambda x: x.topk(1)[0].sum(), lambda x: t.maximum(x, x.flip(0)).sum(),
            lambda x: t.minimum(x, t.ones(3)).sum(),
            lambda x: t.max(x, t.ones(3)).sum(),
            lambda x: x.norm(float("inf")), lambda x: x.logsumexp(0),
            lambda x: x.prod(), lambda x: x.std(),
        ):
            x = t.tensor([1.0, 1.0, 1.0], requires_grad=True)
            made = tied(x)
            made.backward()
            say(made, x.grad)
    """,
    "ties in an image": """
        x = t.ones(1, 1, 2, 4, requires_grad=True)
        t.nn.functional.max_pool2d(x, 2).sum().backward()
        say(x.grad)
    """,
    "dead, vanishing, exploding": """
        x = t.tensor([-1.0, -2.0], requires_grad=True)
        x.relu().sum().backward()
        say(x.grad)
        x, y = t.tensor(0.5, requires_grad=True), 0
        y = x
        for _ in range(10):
            y = y.sigmoid()
        y.backward()
        say(x.grad)
        for factor, times in ((1.5, 30), (10.0, 45)):
            x = t.tensor(1.0, requires_grad=True)
            y = x
            for _ in range(times):
                y = y * factor
            y.backward()
            say(y, x.grad)
    """,
    "where does not protect": """
        x = t.tensor([0.0, 4.0], requires_grad=True)
        y = t.where(x > 0, x.sqrt(), t.zeros(2))
        say(y)
        y.sum().backward()
        say(x.grad)
        x = t.tensor([0.0, 4.0], requires_grad=True)
        t.where(x > 0, t.where(x > 0, x, 1.0).sqrt(), 0.0).sum().backward()
        say(x.grad)
    """,
    "a saturated logarithm": """
        x = t.tensor(-200.0, requires_grad=True)
        y = x.sigmoid().log()
        y.backward()
        say(y, x.grad)
        x.grad = None
        y = t.nn.functional.logsigmoid(x)
        y.backward()
        say(y, x.grad)
    """,
    "what is not used": """
        x, w = t.tensor(2.0, requires_grad=True), t.tensor(3.0, requires_grad=True)
        (x * 2).backward()
        say(w.grad)
        say(t.autograd.grad(x * 2, (x, w), allow_unused=True))
        try:
            t.autograd.grad(x * 2, (x, t.tensor(1.0)))
        except RuntimeError as error:
            say(error)
        t.autograd.grad(x * 2, (w, x))
    """,
    "softmax twice": """
        scores, label = t.tensor([[2.0, 0.5, 0.1]], requires_grad=True), t.tensor([0])
        t.nn.functional.cross_entropy(scores.softmax(1), label).backward()
        say(scores.grad)
        scores.grad = None
        t.nn.functional.cross_entropy(scores, label).backward()
        say(scores.grad)
    """,
    "symmetric weights": """
        w = t.full((2, 3), 0.5, requires_grad=True)
        v = t.full((2,), 0.5, requires_grad=True)
        (v @ (w @ t.tensor([1.0, 2.0, 3.0])).tanh()).backward()
        say(w.grad, v.grad)
    """,
    "a cycle of gradient and leaf": """
        x = t.tensor(2.0, requires_grad=True)
        (x**3).backward(create_graph=True)
        say(x.grad)
        x.grad = None
    """,
    "writing to one of several": """
        x = t.ones(4, requires_grad=True) * 1
        for many in (x.unbind, lambda: x.chunk(2), lambda: x.split(2)):
            try:
                many()[0].add_(1)
            except RuntimeError as error:
                say(error)
        for many in (x.tensor_split, x.hsplit):
            try:
                many(2)[1].mul_(2)
            except RuntimeError as error:
                say(error)
    """,
    "the class for the context": """
        exec("with t.no_grad: pass", {"t": t})
    """,
    "overlapping memory": """
        t.ones(3).expand(2, 3).add_(1)
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_a_slip_tells_the_same_story(program: str) -> None:
    agree_on_story(program)
