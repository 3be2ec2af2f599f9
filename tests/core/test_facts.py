"""What a first engine gets wrong: names, graphs, owners of memory, types, prints.

Facts that are easy to miss and hard to add later. PyTorch is asked for each of them.
"""

from __future__ import annotations

import pytest

from tests.oracle import agree_on_story

STORIES = {
    "scalar operands": """
        x = t.tensor(3.0, requires_grad=True)
        node = (x * 2).grad_fn
        say(node.next_functions[1], node._saved_other, node._saved_self)
        say(node._saved_other.dtype, node.next_functions[0][0])
        say((x * 2.5).grad_fn._saved_other)
    """,
    "names go by overload": """
        x = t.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        for made in (
            x.sum(), x.sum(0), x.sum((0, 1)), x.mean(), x.mean(0), x.prod(), x.prod(0),
            x.max(), x.max(0)[0], x.min(), x.min(0)[0], x.amax(), x.amax(0), x**2,
            x**x, 2**x, 1 - x, 1 / x, x.norm(), x.norm(2, 0), x.clamp(0, 1),
            x.clamp(x, x), x.flatten(), x.reshape(4), x.T, x.t(), x.chunk(2)[0],
            x.narrow(0, 0, 1), x.double(), x.mT, x.view(-1), x.median(),
            x.median(0)[0], x.var(), x.std(), x.permute(1, 0), x[0], x[[0]], x[x > 2],
            x.squeeze(), x.squeeze(0), x.trace(), x.expand(2, 2, 2), x.repeat(2, 1),
            x.split([1, 1])[0], x.unbind()[0], x.tril(), x.triu(), x / 2, x / x,
            2 * x, x + 1, 1 + x, x - 1, -x, x // 1, x % 2, +x, abs(x), x.clone(),
            x.contiguous(), x.sigmoid(), x.softmax(0), x.log_softmax(0), x.argsort(0),
            x.topk(1)[0], x.sort()[0], x.cumsum(0), x.logsumexp(0), x.lerp(x, 0.5),
            x.lerp(x, x), x.masked_fill(x > 1, 0), t.where(x > 1, x, 0.0), x @ x,
            x.mv(x[0]), x[0].dot(x[1]), x.mm(x), t.outer(x[0], x[1]),
            t.addmm(x, x, x), t.einsum("ij,jk", x, x), t.cat([x, x]), t.stack([x, x]),
            x.gather(0, t.tensor([[0, 0]])), x.flip(0), x.roll(1), t.rsub(x, x),
            x.index_select(0, t.tensor([0])), x.take_along_dim(t.tensor([[0]]), 0),
            x.square(), x.sqrt(), x.rsqrt(), x.reciprocal(), x.expm1(), x.log1p(),
            x.erf(), x.unsqueeze(0), x.diagonal(), x.float(), x.to(t.float64),
        ):
            say(graph(made))
    """,
    "composite graphs": """
        F = t.nn.functional
        w, b = t.ones(4, 3, requires_grad=True), t.ones(4, requires_grad=True)
        for shape in ((3,), (2, 3), (2, 2, 3), (2, 2, 2, 3)):
            x = t.ones(shape, requires_grad=True)
            say(graph(F.linear(x, w, b)))
            say(graph(F.linear(x, w)))
        scores, label = t.ones(2, 3, requires_grad=True), t.tensor([0, 1])
        say(graph(F.cross_entropy(scores, label)))
        x = t.ones(2, 3, 3, requires_grad=True)
        say(graph(x @ x), graph(t.bmm(x, x)), graph(x @ x[0]), graph(x @ x[0, 0]))
        say(graph(x[0] @ x), graph(x.unsqueeze(0) @ x), graph(x[0, 0] @ x))
        say(graph(F.mse_loss(x, x * 2)), graph(F.softmax(x, 0)), graph(F.gelu(x)))
    """,
    "one shared node": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        y = x * x
        (one, _), (other, _) = y.grad_fn.next_functions
        say(one is other, one.variable is x)
        a, b = x.unbind()
        say(a.grad_fn is b.grad_fn, a.output_nr, b.output_nr)
        a, b = x.unbind()[0], x.unbind()[1]
        say(a.grad_fn is b.grad_fn)
        say(y.grad_fn is y.grad_fn, x.grad_fn, hash(y.grad_fn) == hash(y.grad_fn))
    """,
    "gradients and who owns them": """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        seed = t.ones(2)
        (x * 1).backward(seed)
        kept = x.grad
        seed.zero_()
        say(x.grad, kept is seed)
        (x * 2).sum().backward()
        say(x.grad is kept, kept, kept._version)
        a, b = t.ones(2, requires_grad=True), t.ones(2, requires_grad=True)
        (a + b).backward(t.ones(2))
        a.grad.add_(5)
        say(a.grad, b.grad)
        x = t.ones(2, requires_grad=True)
        (x * t.ones(2, dtype=t.float64)).sum().backward()
        say(x.grad.dtype, x.grad)
        x = t.ones(2, requires_grad=True)
        x.backward(seed)
        say(x.grad is seed, x.grad)
        seed.add_(3)
        say(x.grad)
    """,
    "sharing with numpy": """
        import numpy as np
        array = np.array([1.0, 2.0])
        shared, same = t.from_numpy(array), t.as_tensor(array)
        copied, other = t.tensor(array), t.as_tensor(array, dtype=t.float32)
        array[0] = 7
        say(shared, same, copied, other, shared.dtype)
        shared.add_(1)
        say(array, same, shared._version, same._version)
        for each in (shared, same, copied, other):
            say(np.shares_memory(array, each.numpy()))
        x = t.ones(2, 2)
        say(np.shares_memory(x.numpy(), x.T.numpy()), x.T.numpy().strides)
        x.T.numpy()[0] = 5
        say(x, x._version)
        view = t.from_numpy(np.arange(6.0).reshape(2, 3).T)
        say(view, view.stride(), view.is_contiguous(), view.is_leaf, view.requires_grad)
        say(t.as_tensor(x) is x, t.as_tensor(x, dtype=t.float64) is x)
        say(x.contiguous() is x, x.T.contiguous() is x)
        say(x.to(t.float32) is x, t.as_tensor([1, 2]).dtype)
        say(np.float64(2.0) * x, t.tensor(np.float64(2.0)).dtype)
    """,
    "sharing with numpy, refused": """
        import numpy as np
        for wrong in ([1, 2], 3, np.array(["a"]), np.arange(3)[::-1]):
            try:
                t.from_numpy(wrong)
            except (TypeError, ValueError) as error:
                say(type(error).__name__, error)
    """,
    "types": """
        import numpy as np
        i, f = t.tensor([1, 2]), t.tensor([1.5])
        d0, d1 = t.tensor(2.0, dtype=t.float64), t.tensor([2.0], dtype=t.float64)
        say(t.tensor(1.5).dtype, t.tensor(np.float64(1)).dtype)
        say(t.tensor(np.ones(1)).dtype, (i / i).dtype, (i + 1.5).dtype, i.sqrt().dtype)
        say((f * d0).dtype, (f * d1).dtype, (i + True).dtype, (i * d0).dtype)
        for odd in (t.tensor([-7, 7]), t.tensor([-7.5, 7.5])):
            say(odd // 2, odd % 3, odd % -3, i // 2)
        yes, narrow = t.tensor([True]), t.tensor([1], dtype=t.int32)
        say((yes + yes).dtype, yes.sum(), i.sum().dtype, narrow + 1, (narrow + i).dtype)
        say(t.tensor([True]) + 1, t.tensor([True]) * 1.5, i**2, 2**i, i**-1.0)
    """,
    "prod with zeros": """
        x = t.tensor([0.0, 2.0, 3.0], requires_grad=True)
        x.prod().backward()
        say(x.grad)
        x = t.tensor([0.0, 2.0, 0.0], requires_grad=True)
        x.prod().backward()
        say(x.grad)
    """,
    "prints": """
        x = t.tensor([[1.0, 5.0], [3.0, 2.0]], requires_grad=True)
        say(t.tensor(3.0, requires_grad=True) ** 2 + 7, x.max(0), x.min(1), x.sort())
        say(x.topk(1), x.median(0), x.kthvalue(1))
        say(type(x.max(0)).__name__, x.max(0).values, x.max(0)[1], str(x.max(0)))
    """,
    "a plain buffer": """
        w, buf = t.tensor(2.0, requires_grad=True), t.zeros(2)
        buf[0] = w * 2
        say(buf, buf.is_leaf, graph(buf))
        x = t.zeros(2, 3, requires_grad=True) * 1
        x[:, 0] = 0
        say(graph(x))
        x[x > 1] = 0
        say(graph(x))
        x[[0, 1]] = w
        say(graph(x))
    """,
    "a gradient has the type of its leaf": """
        for d in (t.float16, t.float64, t.float32):
            x = t.ones(2, dtype=d, requires_grad=True)
            (x * t.ones(2, dtype=t.float64)).sum().backward()
            kept = x.grad
            (x * t.ones(2, dtype=t.float32)).sum().backward()
            say(x.grad.dtype, x.grad, kept is x.grad, kept._version)
    """,
    "a gradient that was assigned grows": """
        x = t.ones(2, requires_grad=True)
        g = t.tensor([5., 6.])
        x.grad = g
        (x * 2).sum().backward()
        say(g, x.grad is g, g._version)
        x.grad.zero_()
        say(g)
        x.grad = None
        (x*3).sum().backward()
        say(x.grad, g)
    """,
    "a gradient set to zero by hand": """
        x = t.ones(2, requires_grad=True)
        (x*2).sum().backward()
        x.grad.requires_grad_(False)
        x.grad.detach_()
        x.grad.zero_()
        say(x.grad, x.grad._version)
        x.grad.mul_(0).add_(1)
        say(x.grad)
    """,
    "outputs of functions that make several views": """
        x = t.arange(6.0, requires_grad=True) * 1
        for many in (
            lambda: x.split(2),
            lambda: x.split([1, 5]),
            lambda: x.chunk(3),
            lambda: x.unbind(),
            lambda: x.tensor_split(2),
            lambda: t.split(x, 3),
        ):
            parts = many()
            say(
                parts[0].grad_fn,
                parts[-1].output_nr,
                parts[0]._is_view(),
                parts[0]._base is x,
            )
            try:
                parts[0].mul_(2)
            except RuntimeError as error:
                say(error)
        with t.no_grad():
            x.split(2)[0].mul_(2)
        say(x, x._version)
        p = t.arange(6.0)
        a, b = p.chunk(2)
        a.mul_(3)
        say(p, b._version)
    """,
    "a plain part and a tracked operand": """
        w = t.ones(2, requires_grad=True)
        p = t.zeros(4)
        a, b = p.split(2)
        try:
            a.add_(w)
        except RuntimeError as error:
            say(error)
        say(p)
    """,
    "writing to what is stretched": """
        w = t.ones(3, requires_grad=True)
        e = (w * 1).expand(2, 3)
        for f in (
            lambda: e.add_(1),
            lambda: e.mul_(w),
            lambda: e.copy_(t.ones(2, 3)),
            lambda: e.__setitem__((0, 0), 1.0),
        ):
            try:
                f()
                say(e, graph(e))
            except RuntimeError as error:
                say(error)
    """,
    "numpy, with grad on and off": """
        import numpy as np

        a = np.arange(3.0)
        x = t.from_numpy(a)
        a += 1
        say(x, x._version)
        x += 1
        say(a)
        y = x.numpy()
        y[0] = 100
        say(x, a)
        say(
            np.shares_memory(t.as_tensor(a).numpy(), a),
            np.shares_memory(t.tensor(a).numpy(), a),
        )
        say(
            t.tensor(a).dtype,
            t.tensor(a.astype(np.float32)).dtype,
            t.from_numpy(np.array([True])),
            t.from_numpy(np.arange(2, dtype=np.int32)),
        )
        z = t.ones(2, requires_grad=True)
        say(z.detach().numpy(), z.data.numpy())
        with t.no_grad():
            say((z * 2).numpy())
            try:
                z.numpy()
            except RuntimeError as error:
                say(error)
        r = np.ones((2, 3)).T
        say(t.from_numpy(r).stride(), t.from_numpy(r[::2]).stride())
        say(
            t.from_numpy(np.float32(3) * np.ones(())),
            t.tensor(np.float32(3)),
            t.as_tensor(np.int64(3)),
        )
    """,
    "prints of all kinds": """
        say(
            t.tensor(1.0),
            t.tensor([1.0, 2.5]),
            t.tensor([1e10, 1]),
            t.tensor([1e-10, 1]),
            t.tensor([float("nan"), 1]),
            t.tensor([float("inf")]),
        )
        say(
            t.tensor([True]),
            t.tensor([]),
            t.zeros(0, 3),
            t.tensor([1, 200]),
            t.tensor(3),
            t.ones(2, dtype=t.float64),
            t.tensor([1.5], dtype=t.float16),
        )
        say(
            t.zeros(1001),
            t.arange(2000),
            t.ones(30, 30),
            t.eye(3),
            t.tensor([[[1.0]]]),
            t.tensor([0.1, 100000.0]),
        )
        say(
            t.ones(2, requires_grad=True),
            t.ones(2, requires_grad=True) * 2,
            (t.ones(2, requires_grad=True) * 2).detach(),
        )
        say(
            t.ones(2).shape,
            t.Size([2, 3]),
            t.float32,
            t.ones(2).dtype,
            t.tensor([1.0, 2.0]).max(0),
            t.tensor([[1, 2]]).sort(),
        )
        say(str(t.ones(2).max(0)), repr(t.ones(3).topk(2)), t.ones(2, 2).min(1))
    """,
    "infinite and undefined numbers": """
        inf, nan = float("inf"), float("nan")
        for v in (inf, -inf, nan, 0.0, -0.0):
            x = t.tensor([v, 1.0], requires_grad=True)
            for f in (
                t.exp,
                t.log,
                t.sqrt,
                t.tanh,
                t.sigmoid,
                t.relu,
                t.abs,
                lambda x: x.max(),
                lambda x: x.softmax(0),
                lambda x: x.logsumexp(0),
                lambda x: x.sort()[0],
                lambda x: x.clamp(0, 1),
                lambda x: x * 0,
                lambda x: x / x,
                lambda x: x**2,
                lambda x: x**0,
                lambda x: x.sum(),
                lambda x: x.prod(),
                lambda x: x.norm(),
                lambda x: x.std(),
                t.sign,
                t.reciprocal,
                lambda x: t.maximum(x, t.ones(2)),
                lambda x: x.median(),
                lambda x: x.argmax(),
                lambda x: x.topk(1)[0],
                lambda x: x.cumsum(0),
                t.nn.functional.silu,
                t.nn.functional.softplus,
                t.log1p,
                t.rsqrt,
                t.erf,
                t.floor,
                t.sin,
            ):
                x.grad = None
                y = f(x)
                if y.requires_grad:
                    y.sum().backward()
                say(y.detach(), x.grad)
    """,
    "the mean of the tutorial": """
        x = t.ones(2, 2, requires_grad=True)
        y = x + 2
        z = y * y * 3
        out = z.mean()
        say(out, z.grad_fn.next_functions[0][0].name(), z.grad_fn.next_functions[1])
        out.backward()
        say(x.grad)
    """,
}


@pytest.mark.parametrize("program", STORIES.values(), ids=STORIES)
def test_a_fact_tells_the_same_story(program: str) -> None:
    agree_on_story(program)
