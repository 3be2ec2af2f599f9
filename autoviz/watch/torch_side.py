"""Observes real PyTorch, and tells a ``Writer``.

Nothing is patched and no module is wrapped. A ``TorchFunctionMode`` sees every call
that learners make; what came back says what it was: something given, something
computed and tracked (``torch_graph``), or computed and not (``torch_untracked``).

The ``torch_`` files import torch, and are imported only if torch already is.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from autoviz.records import Value
from autoviz.watch import torch_values
from autoviz.watch.side import Side, local_variables, variable
from autoviz.watch.source import names_in
from autoviz.watch.torch_backward import TorchBackward, is_backward
from autoviz.watch.torch_call import NOBODY, Call, call_of, is_machinery, name_of
from autoviz.watch.torch_graph import TorchGraph
from autoviz.watch.torch_quiet import GradFn, Trouble, is_elsewhere, unseen
from autoviz.watch.torch_untracked import Untracked
from autoviz.watch.torch_values import tensors_in
from autoviz.watch.writer import Writer

__all__ = ["TorchSide"]


class TorchSide(Side):
    """PyTorch, being watched for one recording."""

    def __init__(self, writer: Writer, keep: int) -> None:
        super().__init__(writer, keep)
        self._trouble = Trouble()
        self._copied = 0
        self._holders: dict[int, weakref.ref[torch.Tensor]] = {}
        self._backward = TorchBackward(writer, self, self._trouble, self._retaining)
        self._graph = TorchGraph(writer, self, self._backward)
        self._untracked = Untracked(writer, self)
        self._mode = _Watching(self)

    def start(self) -> None:
        """See every call from now on, in this thread."""
        self._mode.__enter__()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Leave nothing behind."""
        self._mode.__exit__(None, None, None)  # type: ignore[no-untyped-call]
        self.forget()

    def forget(self) -> None:
        self._backward.unhook()
        with unseen():
            self._graph.forget([each for each, _ in self.alive()])

    # what a tensor of PyTorch says of itself

    def is_tensor(self, something: object) -> bool:
        return isinstance(something, torch.Tensor)

    def value(self, tensor: torch.Tensor) -> Value:
        found = torch_values.value(tensor, self._keep, at_once=self._copied > _MOST)
        if found.summary is not None:
            self._copied += tensor.nbytes
        return found

    def grad(self, tensor: torch.Tensor) -> torch.Tensor | None:
        return tensor.grad if tensor.is_leaf or tensor.retains_grad else None

    def blame(self, error: BaseException) -> tuple[int | None, str | None]:
        return self._backward.blame(error)

    def name_tensors(self, variables: Mapping[str, object]) -> None:
        """Variables, and the parameters of modules in variables."""
        super().name_tensors(variables)
        self._name_parameters(variables)

    def _name_parameters(self, variables: Mapping[str, object]) -> None:
        for name, module in names_in(variables, _is_module):
            assert isinstance(module, torch.nn.Module)
            for inner, parameter in module.named_parameters():
                node = self.known(parameter)
                if node is not None:
                    self._writer.name(node, f"{name}.{inner}")

    # which tensor is which node

    def remember(self, tensor: torch.Tensor, node: int) -> None:
        super().remember(tensor, node)
        self._holders[node] = self._tensors[id(tensor)][0]

    def node_of(self, tensor: torch.Tensor, frame: FrameType | None) -> int:
        """Its number; it may have got another node since it was seen."""
        grad_fn = tensor.grad_fn
        if grad_fn is None:
            return super().node_of(tensor, frame)
        number = self._graph.known(grad_fn, tensor.output_nr)
        if number is None and not self._graph.is_older(grad_fn):
            number = self._graph.record(tensor, NOBODY)
        elif number is None:
            self.adopt(grad_fn)
            number = self._graph.number_of(tensor)
        if self.known(tensor) != number:
            self.remember(tensor, number)
            if self._graph.is_older(grad_fn):
                self._writer.starts_as(number, self.value(tensor))
            name = self._grad_name(tensor, frame) or variable(frame, tensor)
            if name:
                self._writer.name(number, name)
        return number

    def adopt(self, grad_fn: GradFn) -> int:
        return self._graph.adopt(grad_fn)

    def _retaining(self, node: int) -> torch.Tensor | None:
        """The computed tensor that keeps what arrives at a node."""
        holder = self._holders.get(node)
        tensor = holder() if holder is not None else None
        if tensor is None or not tensor.retains_grad or self.known(tensor) != node:
            return None
        return tensor

    # what a call made

    def calling(self, args: Sequence[Any]) -> None:
        """A function is about to write into a tensor: this is what it was before."""
        if self._trouble.happened or is_elsewhere() or is_machinery():
            return
        try:
            with unseen():
                call = call_of("", args[:1], {})
                for each in call.tensors:
                    self.node_of(each, call.frame)
        except Exception as error:
            self._trouble.say(error)

    def called(
        self,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        result: Any,
    ) -> None:
        """A function of PyTorch has returned."""
        if self._trouble.happened or is_elsewhere():
            return
        try:
            with unseen():
                self._called(name_of(function), args, kwargs, result)
        except Exception as error:
            self._trouble.say(error)

    def backward(
        self,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Run a backward pass of the learner's, and see it."""
        __tracebackhide__ = True
        if not self._trouble.happened and not is_elsewhere():
            try:
                with unseen():
                    frame = self._backward.begins(function.__name__, args, kwargs)
                    if frame is not None:  # an optimizer will want to say w.grad
                        self._name_parameters(frame.f_globals)
                        self._name_parameters(local_variables(frame))
            except Exception as error:
                self._trouble.say(error)
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            self._backward.ends(error)
            raise
        self._backward.ends()
        return result

    def _called(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], result: Any
    ) -> None:
        outputs = list(tensors_in([args[:1] if name == "__setitem__" else result]))
        if not outputs:
            return
        call = call_of(name, args, kwargs)
        for output in outputs:
            written = output is call.out or any(output is each for each in call.tensors)
            self._output(call, output, written)

    def _output(self, call: Call, output: torch.Tensor, written: bool) -> None:
        if output.grad_fn is not None and self._tracked(call, output, written):
            return
        if written and call.name in _FILLS and self._is_fresh(output):
            node = self.node_of(output, None)
            self._writer.starts_as(node, self.value(output))
        elif self._is_nothing_new(call, output, written):
            return
        elif call.creates:
            self.given(output, call.position)
        else:
            self._untracked_call(call, output, written)

    def _tracked(self, call: Call, output: torch.Tensor, written: bool) -> bool:
        """A result with a ``grad_fn``; False if it was written to untracked."""
        known = self._graph.known(output.grad_fn, output.output_nr)
        if known is not None:
            if self.known(output) != known:
                self.remember(output, known)
            return not (written and _writes(call))
        for each in call.tensors:
            if each is not output:
                self.node_of(each, call.frame)
        self.name_the_round_before(call.tensors, call.position, call.frame)
        self.remember(output, self._graph.record(output, call))
        return True

    def _is_nothing_new(self, call: Call, output: torch.Tensor, written: bool) -> bool:
        """A tensor that was there before, or that only an optimizer needs."""
        if written:
            is_inner = is_machinery() and not self._is_leaf(output)
            return not _writes(call) or is_inner
        is_known = self.known(output) is not None
        return call.name in _NOT_COMPUTED or is_known or is_machinery()

    def _is_fresh(self, tensor: torch.Tensor) -> bool:
        """Nothing was computed from it yet: it is still being set up."""
        node = self.known(tensor)
        return node is None or not self._writer.is_used(node)

    def _is_leaf(self, tensor: torch.Tensor) -> bool:
        return tensor.requires_grad and self.known(tensor) is not None

    def _untracked_call(self, call: Call, output: torch.Tensor, written: bool) -> None:
        for each in call.tensors:
            self.node_of(each, call.frame)
        self.name_the_round_before(call.tensors, call.position, call.frame)
        target = self.known(output) if written else None
        node = self._untracked.record(call, output, target)
        if not written:
            self.remember(output, node)


class _Watching(TorchFunctionMode):
    """What PyTorch calls instead of its own functions, inside the block."""

    def __init__(self, side: TorchSide) -> None:
        super().__init__()
        self._side = side

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        __tracebackhide__ = True
        kwargs = kwargs or {}
        if is_backward(func):
            result = self._side.backward(func, args, kwargs)
        else:
            if _name_writes(func):
                self._side.calling(args)
            result = func(*args, **kwargs)
        if isinstance(result, torch.Tensor | tuple | list) or _is_setitem(func):
            self._side.called(func, args, kwargs, result)
        return result


_MOST = 2**28
"""Bytes that may be copied to be read later."""


def _name_writes(function: Callable[..., Any]) -> bool:
    name = getattr(function, "__name__", "")
    return (name.endswith("_") and not name.endswith("__")) or name == "__setitem__"


def _is_setitem(function: Callable[..., Any]) -> bool:
    return getattr(function, "__name__", "") == "__setitem__"


def _is_module(something: object) -> bool:
    return isinstance(something, torch.nn.Module)


def _writes(call: Call) -> bool:
    """Whether it is a call that writes; contiguous() may return its tensor too."""
    name = call.name
    if name in _FLAGS:
        return False
    return name.endswith("_") or call.out is not None or name == "__setitem__"


_FLAGS = frozenset({"requires_grad_", "retain_grad", "share_memory_", "detach_"})
_NOT_COMPUTED = frozenset({"a property", "grad"})
_FILLS = frozenset(
    """
    constant_ copy_ dirac_ eye_ fill_ kaiming_normal_ kaiming_uniform_ normal_ ones_
    orthogonal_ random_ trunc_normal_ uniform_ xavier_normal_ xavier_uniform_ zero_
    zeros_
    """.split()  # noqa: SIM905 (a list of words, to be read as one)
)
