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
