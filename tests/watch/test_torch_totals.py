"""``record(totals=True)``: PyTorch's own gradients, told as far as they were seen."""

from __future__ import annotations

import gc
import subprocess
import sys
import warnings
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

import autoviz as av
from autoviz.errors import RecordingError
from autoviz.picture.caption import caption
from autoviz.picture.words import plain
from autoviz.recording import Recording
from autoviz.records import (
    Accumulate,
    Backward,
    Failure,
    Seed,
    Step,
    Trace,
    Value,
    fold,
)
from benchmarks.models import block, cnn, perceptron
from tests.watch.learner_programs import PROGRAMS, Cube
from tests.watch.parity import differences

Leaves = Sequence[Tensor]


def leaf(*shape: int) -> Tensor:
    return torch.randn(shape, requires_grad=True)


# programs: each returns the leaves whose .grad is compared


def chain() -> Leaves:
    x = leaf(3)
    y = x
    for _ in range(30):
        y = (y * 1.01).tanh()
    y.sum().backward()
    return [x]


def diamonds() -> Leaves:
    x, w = leaf(4), leaf(4)
    y = x * x
    z = y * y + y * w - x
    (z * y).sum().backward()
    return [x, w]


def model_of(example: Any) -> Leaves:
    example().backward()
    return list(example.model.parameters())


def a_perceptron() -> Leaves:
    return model_of(perceptron())


def a_cnn() -> Leaves:
    return model_of(cnn())


def a_transformer_block() -> Leaves:
    return model_of(block())


def accumulated() -> Leaves:
    example = perceptron()
    example().backward()
    example().backward()
    return list(example.model.parameters())


def kept_graph() -> Leaves:
    x = leaf(3)
    y = (x.exp() * x).sum()
    y.backward(retain_graph=True)
    y.backward()
    return [x]


def given_gradient() -> Leaves:
    x = leaf(2, 3)
    (x * x.sigmoid()).backward(gradient=torch.randn(2, 3))
    return [x]


def several_roots() -> Leaves:
    x, w = leaf(3), leaf(3)
    y = x * w
    torch.autograd.backward([y.sum(), y, w], [None, torch.ones(3), torch.ones(3)])
    return [x, w]


def one_root_twice() -> Leaves:
    x = leaf()
    y = x * 2
    torch.autograd.backward([y, y])
    return [x]


def a_leaf_alone() -> Leaves:
    x = leaf()
    x.backward()
    return [x]


def several_results() -> Leaves:
    x = leaf(6)
    a, b, c = x.split(2)
    std, mean = torch.std_mean(x)
    (a * c * std + b.detach()).sum().backward()
    return [x, mean.detach()]


def in_place() -> Leaves:
    x = leaf(3, 3)
    y = x * 2
    y[0].mul_(3)
    y[:, 1] = x[:, 0]
    y.add_(x).relu_()
    y.sum().backward()
    return [x]


def sparse() -> Leaves:
    table = nn.Embedding(5, 3, sparse=True)
    table(torch.tensor([1, 1, 4])).sum().backward()
    table(torch.tensor([0, 4])).prod().backward()
    return [table.weight]


def shared_between_leaves() -> Leaves:
    a, b, c = leaf(2, 2), leaf(2, 2), leaf(2, 2)
    ((a + b) * c).prod().backward()
    return [a, b, c]


def laid_out_otherwise() -> Leaves:
    a = torch.randn(3, 4).t().requires_grad_()
    b = torch.randn(2, 3, 4, 4).contiguous(memory_format=torch.channels_last)
    b.requires_grad_()
    c, d = leaf(1, 4), leaf(3)
    (a.sum() * b.square().sum() + (c @ torch.randn(4, 1)).sum() * d.sum()).backward()
    return [a, b, c, d]


def half_precision() -> Leaves:
    x = torch.randn(4, dtype=torch.bfloat16, requires_grad=True)
    (x.float() * x.double()).sum().backward()
    return [x]


def no_gradient_comes() -> Leaves:
    x, w = leaf(3), leaf(3)
    y, _ = torch.cummax(x * w, 0)
    (y.detach() * x).sum().backward()
    return [x, w]


def trained() -> Leaves:
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 1))
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(3):
        optimizer.zero_grad()
        model(torch.randn(5, 3)).square().mean().backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.1)
        optimizer.step()
    return [*model.parameters(), *(each.detach() for each in model.parameters())]


def anomaly() -> Leaves:
    x = leaf(2)
    with torch.autograd.set_detect_anomaly(True):
        x.exp().sum().backward()
    return [x]


EVERY: tuple[Callable[[], Leaves], ...] = (
    chain,
    diamonds,
    a_perceptron,
    a_cnn,
    a_transformer_block,
    accumulated,
    kept_graph,
    given_gradient,
    several_roots,
    one_root_twice,
    a_leaf_alone,
    several_results,
    in_place,
    sparse,
    shared_between_leaves,
    laid_out_otherwise,
    half_precision,
    no_gradient_comes,
    trained,
)


def recorded(program: Callable[[], Any], **options: Any) -> tuple[Any, Recording]:
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="autoviz")
        with av.record(**options) as rec:
            made = program()
    return made, rec


def bits(tensor: Tensor | None) -> object:
    """All that PyTorch tells of a tensor."""
    if tensor is None:
        return None
    if tensor.layout is torch.sparse_coo:
        parts = (tensor._indices(), tensor._values())
        return tensor.is_coalesced(), tensor.shape, *map(bits, parts)
    raw = tensor.detach().contiguous().flatten().view(torch.uint8).tolist()
    strides = tensor.stride() if tensor.numel() else ()
    about = tensor.requires_grad, tensor._is_view()
    return tensor.dtype, tensor.shape, strides, about, raw


@pytest.mark.parametrize("program", [*EVERY, anomaly], ids=lambda each: each.__name__)
@pytest.mark.filterwarnings("ignore:Anomaly", "ignore:Sparse")
def test_gradients_are_pytorchs_bit_for_bit(program: Callable[[], Leaves]) -> None:
    torch.manual_seed(0)
    expected = [bits(each.grad) for each in program()]
    made, rec = recorded(program, totals=True)
    assert expected == [bits(each.grad) for each in made]
    assert any(isinstance(step, Backward | Accumulate) for step in rec.trace.steps)


# what is told


@pytest.mark.parametrize("program", EVERY, ids=lambda each: each.__name__)
@pytest.mark.filterwarnings("ignore:Sparse")
def test_it_tells_what_hooks_tell_but_for_parts_of_sums(
    program: Callable[[], Leaves],
) -> None:
    _, by_hooks = recorded(program)
    _, by_totals = recorded(program, totals=True)
    expected = less(by_hooks.trace)
    assert [] == differences(expected, by_totals.trace, 0.0)


def less(trace: Trace) -> Trace:
    """A recording by hooks, without what each path brought to a sum."""
    steps = list(trace.steps)
    for k, step in enumerate(steps):
        if isinstance(step, Backward):
            sent = [
                without(part, meets(trace, k, each.node))
                for part, each in zip(
                    step.sent, trace.graph.nodes[step.node].inputs, strict=False
                )
            ]
            steps[k] = replace(step, sent=tuple(sent))
    return replace(trace, steps=tuple(steps))


def without(part: Value | None, is_sum: bool) -> Value | None:
    return Value(part.shape, part.dtype, None) if part and is_sum else part


def meets(trace: Trace, k: int, target: int | None) -> bool:
    """Whether several gradients go to a place in the pass that step k + 1 is in."""
    parts = 0
    for step in its_pass(trace.steps, k):
        if isinstance(step, Backward):
            inputs = trace.graph.nodes[step.node].inputs
            pairs = zip(inputs, step.sent, strict=False)
            parts += sum(e.node == target and p is not None for e, p in pairs)
        elif isinstance(step, Seed):
            parts += step.node == target
    return parts > 1


def its_pass(steps: Sequence[Step], k: int) -> Iterator[Step]:
    first = max(at for at in range(k) if is_first(steps[at]))
    yield steps[first]
    for step in steps[first + 1 :]:
        if is_first(step):
            return
        yield step


def is_first(step: Step) -> bool:
    return isinstance(step, Seed) and not step.continues


def tutorial() -> Recording:
    with av.record(totals=True) as rec:
        x = torch.tensor(3.0, requires_grad=True)
        y = x**2 + 2 * x + 1
        loss = y**2
        loss.backward()
    return rec


def test_captions_claim_no_more_than_was_seen() -> None:
    trace = tutorial().trace
    said = [plain(caption(trace, fold(trace, k))) for k in range(9, 13)]
    assert [
        "x**2 + 2 * x (AddBackward0): 32 arrived, × 1, its local derivative, = 32, "
        "sent to x**2 and to 2 * x",
        "2 * x (MulBackward0): 32 arrived; 32 × 2 goes to x",
        "x**2 (PowBackward0): 32 arrived; 32 × (2·x) goes to x",
        "? + ? = 256 is complete: AccumulateGrad puts it into x.grad",
    ] == said


def test_a_sum_is_known_before_it_is_used() -> None:
    trace = tutorial().trace
    waiting = fold(trace, 11).arriving[0]
    assert (256.0, [None, None]) == (
        waiting.total and waiting.total.item(),
        [part.numbers for part in waiting.parts],
    )


def test_why_speaks_of_the_sum() -> None:
    assert "backward() left 256 in x.grad. Two gradients came to x" in (
        str(tutorial().why("x"))
    )


def test_a_sum_is_told_as_it_was_though_it_is_written_to() -> None:
    with av.record(totals=True) as rec:
        x = torch.ones(100, requires_grad=True)
        (x * 3).sum().backward()
        assert x.grad is not None
        x.grad.zero_()
    (step,) = (each for each in rec.trace.steps if isinstance(each, Accumulate))
    summary = step.after.summary
    assert summary is not None
    assert summary.mean == 3.0


def test_numpy_takes_no_notice() -> None:
    with av.record(totals=True) as rec:
        x = av.tensor(3.0, requires_grad=True)
        (x * x).backward()
    assert "3 + 3 = 6 is complete" in str(rec)


def test_each_call_of_a_function_is_recorded_so() -> None:
    @av.record(totals=True)
    def program() -> None:
        x = torch.tensor(3.0, requires_grad=True)
        (x * x).backward()

    program()
    assert "? + ? = 6 is complete" in str(program.recording)  # type: ignore[attr-defined]


# what it leaves


def test_the_graph_is_freed_as_by_pytorch() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    with pytest.raises(RuntimeError) as plain_error:
        y = x.exp()
        y.backward()
        y.backward()
    with pytest.raises(RuntimeError) as error, av.record(totals=True) as rec:
        y = x.exp() + 1
        y.backward()
        y.backward()
    assert str(plain_error.value) == str(error.value)
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    assert failure.node is not None
    assert "ExpBackward0" == rec.trace.graph.nodes[failure.node].grad_fn
    assert "an earlier backward() has used" in str(failure.why)


def test_the_node_whose_saved_tensor_was_overwritten_is_found() -> None:
    with pytest.raises(RuntimeError, match="inplace"), av.record(totals=True) as rec:
        x = torch.ones(3, requires_grad=True)
        y = x.exp()
        z = y.sin() * 2
        y.add_(1)
        z.sum().backward()
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    assert failure.node is not None
    assert "SinBackward0" == rec.trace.graph.nodes[failure.node].grad_fn
    assert x.grad is None


def test_pytorchs_own_refusals_are_its_own() -> None:
    x = torch.ones(3, requires_grad=True)
    with av.record(totals=True):
        with pytest.raises(RuntimeError, match="only for scalar outputs"):
            (x * 2).backward()
        with pytest.raises(RuntimeError, match="Mismatch in shape"):
            (x * 2).backward(torch.ones(2))
        with pytest.raises(RuntimeError, match="does not require grad"):
            torch.ones(()).backward()


def test_nothing_is_kept_alive() -> None:
    class Kept(Tensor):
        """A tensor that can be asked for."""

    with av.record(totals=True) as rec:
        x = torch.ones(1000, requires_grad=True)
        big = x * 2
        gone = weakref.ref(big)
        saved = big.exp()
        saved_gone = weakref.ref(saved)
        saved.sum().backward()
        del big, saved
        gc.collect()
        assert [None, None] == [gone(), saved_gone()]
    assert rec


def test_a_gradient_of_the_learners_does_not_become_the_grad() -> None:
    x = torch.zeros(3, requires_grad=True)
    given = torch.ones(3)
    with av.record(totals=True):
        (x + 1).backward(given)
        x.backward(given)
    assert x.grad is not None
    assert x.grad.tolist() == [2.0, 2.0, 2.0]
    assert given.tolist() == [1.0, 1.0, 1.0]


def test_nor_where_a_hook_has_been() -> None:
    """PyTorch's AccumulateGrad then takes what Python gives it for its own."""
    x, given = torch.zeros(3, requires_grad=True), torch.ones(3)
    accumulate = torch.autograd.graph.get_gradient_edge(x).node
    accumulate.register_hook(no_node_hook).remove()
    with av.record(totals=True):
        x.backward(given)
    assert x.grad is not None
    assert x.grad.data_ptr() != given.data_ptr()


def test_two_leaves_have_each_its_own() -> None:
    a, b = torch.zeros(3, requires_grad=True), torch.zeros(3, requires_grad=True)
    with av.record(totals=True):
        ((a + b) * torch.ones(3)).prod().backward()
    assert a.grad is not None
    assert b.grad is not None
    assert a.grad.data_ptr() != b.grad.data_ptr()


DEEP = """
import autoviz as av
import torch

with av.record(totals=True) as rec:
    y = x = torch.tensor(1.0, requires_grad=True)
    z = x.exp()
    for _ in range(30_000):
        y = y * 1.00001
    y = y + z
    y.backward(retain_graph=True)
    try:
        y.backward(torch.ones(3))
    except RuntimeError as error:
        kept = error
    y.backward()
    try:
        y.backward()
    except RuntimeError as error:
        kept = error
del y, z
print(x.grad.item() > 1)
"""


def test_a_deep_graph_is_run_and_freed() -> None:
    """Even by somebody who keeps the error of a pass over it."""
    done = subprocess.run(
        [sys.executable, "-c", DEEP], capture_output=True, text=True, timeout=300
    )
    assert (0, "True\n") == (done.returncode, done.stdout), done.stderr[-2000:]


# what is refused


def no_hook(_: Any) -> None:
    """Does nothing."""


def no_node_hook(*_: Any) -> None:
    """Does nothing."""


def hook_on_a_leaf(x: Tensor, y: Tensor) -> None:
    x.register_hook(no_hook)
    y.backward()


def hook_after_accumulation(x: Tensor, y: Tensor) -> None:
    x.register_post_accumulate_grad_hook(no_hook)
    y.backward()


def hook_on_what_was_computed(x: Tensor, y: Tensor) -> None:
    z = y * 2
    z.register_hook(no_hook)
    (z * 2).backward()


def gradient_that_is_retained(x: Tensor, y: Tensor) -> None:
    z = y * 2
    z.retain_grad()
    (z * 2).backward()


def hook_on_a_node(x: Tensor, y: Tensor) -> None:
    y.grad_fn.register_hook(no_node_hook)  # type: ignore[union-attr]
    (y * 2).backward()


def hook_before_a_node(x: Tensor, y: Tensor) -> None:
    y.grad_fn.register_prehook(no_node_hook)  # type: ignore[union-attr]
    (y * 2).backward()


def custom_function(x: Tensor, y: Tensor) -> None:
    Cube.apply(y).backward()


def graph_of_the_gradient(x: Tensor, y: Tensor) -> None:
    y.backward(create_graph=True)


def only_some_inputs(x: Tensor, y: Tensor) -> None:
    y.backward(inputs=[x])


def autograd_grad(x: Tensor, y: Tensor) -> None:
    torch.autograd.grad(y, x)


def checkpointing(x: Tensor, y: Tensor) -> None:
    checkpoint(torch.exp, y, use_reentrant=False).backward()


def reentrant_checkpointing(x: Tensor, y: Tensor) -> None:
    checkpoint(torch.exp, y, use_reentrant=True).backward()


def packing(x: Tensor, y: Tensor) -> None:
    with torch.autograd.graph.saved_tensors_hooks(lambda t: t, lambda t: t):
        z = y.exp()
    z.backward()


REFUSED = {
    hook_on_a_leaf: "a hook of x",
    hook_after_accumulation: "a hook of x",
    hook_on_what_was_computed: "a hook of z",
    gradient_that_is_retained: "retain_grad() of z",
    hook_on_a_node: "a hook on MulBackward0",
    hook_before_a_node: "a hook on MulBackward0",
    custom_function: "CubeBackward, whose backward is Python",
    graph_of_the_gradient: "backward(create_graph=True)",
    only_some_inputs: "backward(inputs=…)",
    autograd_grad: "torch.autograd.grad()",
    checkpointing: "what ExpBackward0 has saved, which is packed (by checkpointing, "
    "or by saved_tensors_hooks)",
    reentrant_checkpointing: "CheckpointFunctionBackward, whose backward is Python",
    packing: "what ExpBackward0 has saved, which is packed (by checkpointing, or by "
    "saved_tensors_hooks)",
}


@pytest.mark.parametrize(
    ("program", "found"), REFUSED.items(), ids=[each.__name__ for each in REFUSED]
)
@pytest.mark.parametrize("made_before", [False, True])
def test_refused_before_anything_has_run(
    program: Callable[[Tensor, Tensor], None], found: str, made_before: bool
) -> None:
    x = torch.tensor(2.0, requires_grad=True)
    y = x * 3
    with pytest.raises(RecordingError) as error, av.record(totals=True) as rec:
        if not made_before:
            y = x * 3
        program(x, y)
    assert f"totals=True cannot record {found}; record without totals=True" == (
        str(error.value)
    )
    assert x.grad is None
    assert {Failure} == {type(step) for step in rec.trace.steps if not is_forward(step)}
    y.backward()
    assert x.grad is not None


def is_forward(step: Step) -> bool:
    return type(step).__name__ == "Forward"


def test_a_hook_on_a_leafs_node_is_found_while_somebody_has_it() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    accumulate = torch.autograd.graph.get_gradient_edge(x).node
    accumulate.register_hook(no_node_hook)
    found = "a hook on the AccumulateGrad of x"
    with pytest.raises(RecordingError, match=found), av.record(totals=True):
        (x * 2).backward()


def test_hooks_that_were_removed_are_no_matter() -> None:
    with av.record(totals=True) as rec:
        x = torch.tensor(2.0, requires_grad=True)
        y = x * 3
        x.register_hook(no_hook).remove()
        y.register_hook(no_hook).remove()
        y.grad_fn.register_hook(no_node_hook).remove()
        y.backward()
    assert x.grad == 3.0
    assert isinstance(rec.trace.steps[-1], Accumulate)


def test_hooks_elsewhere_are_no_matter() -> None:
    with av.record(totals=True):
        x = torch.tensor(2.0, requires_grad=True)
        y, z = x * 3, x * 4
        y.register_hook(no_hook)
        y.retain_grad()
        z.backward()
    assert x.grad == 4.0


def test_after_it_was_refused_the_program_can_go_on() -> None:
    with av.record(totals=True) as rec:
        x = torch.tensor(2.0, requires_grad=True)
        y = x * x
        with pytest.raises(RecordingError):
            torch.autograd.grad(y, x, retain_graph=True)
        y.backward()
    assert x.grad == 4.0
    assert isinstance(rec.trace.steps[-1], Accumulate)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.__name__)
@pytest.mark.filterwarnings("ignore:Using backward")
def test_programs_run_as_ever_or_not_at_all(program: Callable[[], Any]) -> None:
    torch.manual_seed(0)
    expected = [bits(each) for each in program()]
    try:
        made, _ = recorded(program, totals=True)
    except RecordingError:
        return
    assert expected == [bits(each) for each in made]
