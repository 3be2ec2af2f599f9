"""Observes real PyTorch, and tells a ``Writer``.

Nothing is patched and no module is wrapped. A ``TorchFunctionMode`` sees every call
that learners make; what came back says what it was: something given, something
computed and tracked (``torch_graph``), or computed and not (``torch_untracked``).

The ``torch_`` files import torch, and are imported only if torch already is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from types import FrameType
from typing import Any

import torch

from autoviz.records import Value
from autoviz.watch.capture import Later
from autoviz.watch.sharing import Place
from autoviz.watch.side import grad_fn_of, why_beside
from autoviz.watch.source import here
from autoviz.watch.torch_asked import asked
from autoviz.watch.torch_backward import TorchBackward
from autoviz.watch.torch_call import (
    RETURN_NOTHING,
    Call,
    call_of,
    computes,
    exports_memory,
    fills,
    is_loader,
    is_machinery,
    looks_anew,
    sets_flag,
)
from autoviz.watch.torch_compiled import TorchCompiled
from autoviz.watch.torch_graph import TorchGraph
from autoviz.watch.torch_held import Held
from autoviz.watch.torch_memory import place_of
from autoviz.watch.torch_ops import row_of
from autoviz.watch.torch_optim import TorchOptim
from autoviz.watch.torch_parts import PartsBackward, PartsGraph
from autoviz.watch.torch_quiet import (
    GradFn,
    Trouble,
    is_elsewhere,
    pass_number,
    unseen,
)
from autoviz.watch.torch_resting import TorchResting
from autoviz.watch.torch_running import running_statistics
from autoviz.watch.torch_scopes import TorchScopes
from autoviz.watch.torch_stale import Views
from autoviz.watch.torch_story import TorchStory
from autoviz.watch.torch_totals import TorchTotals
from autoviz.watch.torch_untracked import Untracked
from autoviz.watch.torch_values import same_memory, tensors_in
from autoviz.watch.torch_watching import Watching
from autoviz.watch.writer import Writer

__all__ = ["TorchSide"]


class TorchSide(TorchResting):
    """PyTorch, being watched for one recording."""

    def __init__(
        self,
        writer: Writer,
        keep: int,
        *,
        totals: bool = False,
        has_parts: bool = False,
    ) -> None:
        super().__init__(writer, keep)
        self._trouble = Trouble()
        self._held = Held(keep)
        backward = TorchTotals if totals else TorchBackward
        backward = PartsBackward if has_parts else backward
        self._backward = backward(writer, self, self._held, self._trouble)
        graph = PartsGraph if has_parts else TorchGraph
        self._graph = graph(writer, self, self._backward, self._held)
        self._optim = TorchOptim(writer, self, self._trouble, self.about_to_write)
        self._scopes = TorchScopes(writer, self, self._trouble)
        self.story = TorchStory(writer, self, self._trouble, self._optim.is_at_work)
        self.compiled = TorchCompiled(
            writer,
            self,
            self._optim,
            self.about_to_write,
            self._compiled,
            self._trouble,
        )
        self._mode = Watching(self)
        self._views = Views(self.version)
        self._before: torch.Tensor | None = None

    def start(self) -> None:
        """See every call from now on, in this thread."""
        self._scopes.start()
        self._enter_mode()
        self._optim.start()
        self._backward.hooks.starts()

    def stop(self) -> None:
        """Leave nothing behind."""
        self._leave_mode()
        if not self._trouble.happened:
            self.story.look()
        self._scopes.stop()
        self.compiled.stop()
        self._optim.stop()
        self.forget()

    def forget(self) -> None:
        self._backward.tell()
        self._backward.unhook()
        self._held.copy_lasting()
        with unseen():
            alive = (each for each, _ in self.alive())
            self._graph.forget([each for each in alive if not self.is_stale(each)])

    def rests(self) -> bool:
        """Whether there are steps enough: then nothing is looked at any more."""
        if self.hearing == "none":
            return True
        if not self._writer.is_full or self._trouble.happened:
            return self._writer.is_full
        if pass_number() != -1 or is_elsewhere() or self._optim.is_at_work():
            return False
        with unseen():
            self._backward.tell()
            self._held.copy_all()
        self._trouble.stays()
        return True

    # what a tensor of PyTorch says of itself

    def unseen(self) -> AbstractContextManager[Any]:
        return unseen()

    def is_tensor(self, something: object) -> bool:
        return isinstance(something, torch.Tensor)

    def is_parameter(self, something: object) -> bool:
        return isinstance(something, torch.nn.Parameter)

    def is_module(self, something: object) -> bool:
        return isinstance(something, torch.nn.Module)

    def is_compilers(self, module: torch.nn.Module) -> bool:
        return isinstance(module, torch.fx.GraphModule)

    def value(self, tensor: torch.Tensor) -> Value:
        return self._held.value(tensor, copied=not tensor.requires_grad)

    def later(self, tensor: torch.Tensor) -> Value | Later:
        return self._held.later(tensor, copied=not tensor.requires_grad)

    def grad(self, tensor: torch.Tensor) -> torch.Tensor | None:
        return tensor.grad if tensor.retains_grad or self.is_leaf(tensor) else None

    def blame(self, error: BaseException) -> int | None:
        return self._backward.blame(error)

    # which tensor is which node

    def node_of(self, tensor: torch.Tensor, frame: FrameType | None) -> int:
        """Its number; it may have got another node since it was seen."""
        if self.is_stale(tensor):
            return self._tensors[id(tensor)][1]
        grad_fn = grad_fn_of(tensor)
        if grad_fn is None:
            return super().node_of(tensor, frame)
        number = self._graph.known(grad_fn, tensor.output_nr)
        if number is None and not self._graph.is_older(grad_fn):
            number = self._graph.record(tensor, self.compiled.call)
        elif number is None:
            self.adopt(grad_fn)
            number = self._graph.number_of(tensor)
        if self.known(tensor) != number:
            self.remember(tensor, number)
            if tensor.retains_grad:
                self._backward.retains(tensor, number)
            if self._graph.is_older(grad_fn):
                self._writer.starts_as(number, self.value(tensor))
                self._begins(tensor, number)
            self.name_around(tensor, number, frame)
        return number

    def remember(self, tensor: torch.Tensor, node: int) -> None:
        super().remember(tensor, node)
        self._views.is_right(tensor)

    @staticmethod
    def place_of(tensor: torch.Tensor) -> Place | None:
        return place_of(tensor)

    def is_stale(self, tensor: torch.Tensor) -> bool:
        return self._views.is_stale(tensor)

    def asked(self, tensors: Iterable[torch.Tensor]) -> None:
        self._views.asked(tensors)

    def numbered(self, tensor: torch.Tensor) -> int | None:
        return self._graph.known(tensor.grad_fn, tensor.output_nr)

    def adopt(self, grad_fn: GradFn) -> int:
        return self._graph.adopt(grad_fn)

    # what a call made

    def about_to_write(self, tensors: Iterable[torch.Tensor]) -> None:
        """Somebody writes into these next: what they were is read first."""
        self._backward.tell()
        self._held.about_to_write(tensors)

    def calling(self, name: str, args: Sequence[Any]) -> None:
        """A function is about to write into a tensor, or to hand out its memory."""
        if self._trouble.happened or is_elsewhere():
            return
        try:
            with unseen():
                self.about_to_write(tensors_in(args))
                if looks_anew(name):
                    self._before = args[0].detach()
                    is_leaf = args[0].requires_grad and self.is_leaf(args[0])
                    self._backward.copies |= is_leaf
                written = tensors_in(args[:1])
                if exports_memory(name):
                    self._held.exported(written)
                    written.clear()
                if not self._optim.is_at_work():
                    self._meet(written, is_flag=sets_flag(name))
        except Exception as error:
            self._trouble.say(error)

    def _meet(self, written: Sequence[torch.Tensor], *, is_flag: bool) -> None:
        """Number what is written to, as it was; of a ``.grad`` its owner."""
        place = here()
        frame = place[1] if place else None
        others = self.story.about_to_write([] if is_flag else written, frame)
        if written and not is_machinery():
            for each in written if is_flag else others:
                self.node_of(each, frame)

    def norm(
        self,
        name: str,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Run a norm, and tell what became of its running statistics."""
        __tracebackhide__ = True
        statistics = running_statistics(name, function, args, kwargs)
        self._quietly(self._about_to_follow, statistics)
        result = function(*args, **kwargs)
        self.called(name, args, kwargs, result)
        if statistics:
            self._quietly(self.followed, result, statistics)
        return result

    def _about_to_follow(self, statistics: Sequence[torch.Tensor]) -> None:
        self.about_to_write(statistics)
        place = here()
        for each in statistics:
            self.node_of(each, place[1] if place else None)

    def _quietly(self, work: Callable[..., None], *given: Any) -> None:
        if self._trouble.happened or is_elsewhere() or self._optim.is_at_work():
            return
        try:
            with unseen():
                work(*given)
        except Exception as error:
            self._trouble.say(error)

    def retains(self, tensor: torch.Tensor) -> None:
        """``retain_grad()`` was called."""
        node = self.known(tensor)
        if node is not None and tensor.retains_grad:
            self._backward.retains(tensor, node)

    def registers(self, tensor: torch.Tensor, handle: Any) -> None:
        """A hook of a tensor was registered."""
        if self._trouble.happened or is_elsewhere():
            return
        try:
            with unseen():
                if grad_fn_of(tensor) is not None:
                    self.asked([tensor])
                    self.node_of(tensor, None)
                self._backward.hooks.registered(tensor, handle)
        except Exception as error:
            self._trouble.say(error)

    def called(
        self,
        name: str,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        result: Any,
    ) -> None:
        """A function of PyTorch has returned."""
        self._quietly(self._called, name, args, kwargs, result)

    def _called(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], result: Any
    ) -> None:
        if self.story.is_writing and self.story.has_written(name, args):
            return
        outputs = tensors_in([args[0] if name in RETURN_NOTHING else result])
        if not outputs or (name == "data" and asked() is None):
            return
        if self.story.is_in_inference:
            self.story.look()
        call = call_of(name, args, kwargs)
        if looks_anew(name):
            call, self._before = call._replace(before=self._before), None
            before = call.before if name == "set_data" else None
            if before is not None and same_memory(before, outputs[0]):
                return  # x.data += 1 sets it to what it is
        untracked = None
        for at, output in enumerate(outputs):
            written = output is call.out or id(output) in map(id, call.tensors)
            if self._is_told(call, output, written):
                continue
            if at and self._is_beside(call, outputs[0], at, output):
                continue
            untracked = untracked or self._untracked(call, outputs)
            self._untracked_output(call, untracked, at, output, written)
        self.name_results(outputs, call.position, call.frame)

    def _is_told(self, call: Call, output: torch.Tensor, written: bool) -> bool:
        """Tell what a call made, unless it is something that was not tracked."""
        rebuilt = written and call.writes and torch.is_grad_enabled()
        if rebuilt or not self.is_stale(output):
            made = call.gives_node(output)
            is_tracked = grad_fn_of(made) is not None
            if is_tracked and self._tracked(call, made, written):
                return True
        self.story.look()
        if written and fills(call.name) and self._is_fresh(output):
            if is_loader():
                return True
            node = self.node_of(output, None)
            self._writer.starts_as(node, self.value(output))
            self._writer.counts(node, self.version(output))
            return True
        if self._is_nothing_new(call, output, written):
            return True
        if call.creates:
            self.given(output, call.position)
            return True
        return False

    def _is_beside(
        self, call: Call, first: torch.Tensor, at: int, output: torch.Tensor
    ) -> bool:
        """Tell of whole numbers that a call made beside its result: indices."""
        node, grad_fn = self.known(first), grad_fn_of(first)
        if grad_fn is None or node is None or len(grad_fn._input_metadata) > 1:
            return False
        if output.is_floating_point() or self._writer.position(node) != call.position:
            return False
        row, value = row_of(grad_fn.name(), call.name), self.value(output)
        name = row.results[at] if row is not None and at < len(row.results) else ""
        why = why_beside(None, value)
        self.remember(output, self._writer.beside(node, at, name, value, why))
        return True

    def _compiled(self, call: Call, output: torch.Tensor, written: bool) -> None:
        """A function that was compiled has made this, or has written to it."""
        if output.grad_fn is not None:
            self._tracked(call, output, False)
        elif written or self.known(output) is None:
            untracked = self._untracked(call, [output])
            self._untracked_output(call, untracked, 0, output, written)

    def _tracked(self, call: Call, output: torch.Tensor, written: bool) -> bool:
        """A result with a ``grad_fn``; False if it was written to untracked."""
        known = self._graph.known(output.grad_fn, output.output_nr)
        if known is not None:
            if self.known(output) != known:
                self.remember(output, known)
            return not (written and call.writes)
        if written and call.writes and not torch.is_grad_enabled():
            self.node_of(output, call.frame)  # a view, made anew
            return False
        given = [each for each in call.tensors if each is not output]
        if written:
            given = [each for each in given if not _share_base(each, output)]
        self.asked(given)
        for each in given:
            self.node_of(each, call.frame)
        self.name_the_round_before(call.tensors, call.position, call.frame)
        is_new = written and not looks_anew(call.name)
        shared = self.shared(output, output, output._base) if is_new else ()
        number = self._graph.record(output, call, shared)
        self.remember(output, number)
        if written and output.retains_grad and not looks_anew(call.name):
            self._backward.retains(output, number)  # else what was there still does
        base = output._base
        if written and base is not None and self.known(base) is not None:
            self.node_of(base, None)  # which is another one now
        return True

    def _is_nothing_new(self, call: Call, output: torch.Tensor, written: bool) -> bool:
        """A tensor that was there before, or that only an optimizer needs."""
        if written:
            is_inner = is_machinery() and not self._is_leaf(output)
            return not call.writes or is_inner
        is_known = self.known(output) is not None
        return not computes(call.name) or is_known or is_machinery()

    def _is_fresh(self, tensor: torch.Tensor) -> bool:
        """Nothing was computed from it yet: it is still being set up."""
        node = self.known(tensor)
        return node is None or self._writer.is_new(node)

    def _is_leaf(self, tensor: torch.Tensor) -> bool:
        return tensor.requires_grad and self.known(tensor) is not None

    def _untracked(self, call: Call, outputs: Sequence[torch.Tensor]) -> Untracked:
        for each in call.tensors:
            self.node_of(each, call.frame)
        self.name_the_round_before(call.tensors, call.position, call.frame)
        return Untracked(self._writer, self, self._graph.memory, call, outputs)

    def _untracked_output(
        self,
        call: Call,
        untracked: Untracked,
        at: int,
        output: torch.Tensor,
        written: bool,
    ) -> None:
        node = untracked.record(at, output if written else None)
        if not written:
            self.remember(output, node)


def _share_base(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether one is a view, and the other its base or a view of that."""
    return one._base is not None and one._base is (
        other if other._base is None else other._base
    )
