"""What watching PyTorch does while recording pauses, and around a ``backward()``.

In a round that is left out nothing of ours is between the program and PyTorch. Outside
of the scopes that are asked for, every call passes by us, and only ``backward()`` is
looked at: it may lead to what is recorded.

Next: ``torch_side``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import torch
from torch.overrides import TorchFunctionMode

from autoviz.errors import RecordingError
from autoviz.watch.side import Side
from autoviz.watch.torch_backward import TorchBackward
from autoviz.watch.torch_graph import TorchGraph
from autoviz.watch.torch_held import Held
from autoviz.watch.torch_inner import freed_behind
from autoviz.watch.torch_optim import TorchOptim
from autoviz.watch.torch_quiet import Trouble, is_elsewhere, is_innermost, unseen
from autoviz.watch.torch_scopes import TorchScopes
from autoviz.watch.torch_story import TorchStory
from autoviz.watch.unwatched import Hearing

__all__ = ["TorchResting"]

T = TypeVar("T")


class TorchResting(Side):
    """PyTorch, being watched: as much of it as is asked for at the moment."""

    _trouble: Trouble
    _held: Held
    _backward: TorchBackward
    _graph: TorchGraph
    _optim: TorchOptim
    _scopes: TorchScopes
    _mode: TorchFunctionMode
    story: TorchStory
    hearing: Hearing = "all"
    _is_entered = False

    def safely(self, work: Callable[[], T]) -> T | None:
        if self._trouble.is_final:
            return None
        try:
            with unseen():
                return work()
        except Exception as error:
            self._trouble.say(error)
            return None

    def settles(self) -> None:
        self._optim.is_at_work()  # what an optimizer has done is told
        self.story.look()
        self._backward.tell()

    def hears(self, hearing: Hearing) -> None:
        before, self.hearing = self.hearing, hearing
        if before == "all":
            self._held.copy_all()
            self._optim.stop()
            self._backward.hooks.pauses()
        self._trouble.pauses(hearing != "all")
        if hearing == "none":
            self._scopes.rests()
            if is_innermost(self._mode):  # else it stays, and tells nothing
                self._leave_mode()
        elif before == "none":
            self._scopes.goes_on()
            self._enter_mode()
        if hearing == "all":
            self._optim.start()
            self._graph.begins_anew()
            self._backward.goes_on()
            self.story.is_in_inference = torch.is_inference_mode_enabled()

    def freed(self) -> Iterator[tuple[int, bool]]:
        seen = [each for each, _ in self.alive() if self._may_ask(each)]
        return freed_behind(seen, self.mark)

    def _may_ask(self, tensor: torch.Tensor) -> bool:
        """Whether it has a ``grad_fn``, and to ask for it makes no new one."""
        return not self.is_stale(tensor) and not self.is_leaf(tensor)

    def _enter_mode(self) -> None:
        if not self._is_entered:
            self._mode.__enter__()  # type: ignore[no-untyped-call]
            self._is_entered = True

    def _leave_mode(self) -> None:
        if self._is_entered:
            self._mode.__exit__(None, None, None)  # type: ignore[no-untyped-call]
            self._is_entered = False

    def backward(
        self,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Run a backward pass of the learner's, and see it."""
        __tracebackhide__ = True
        with self._heard():
            self._optim.is_at_work()  # what it wrote is told before its closure goes on
            if not self._trouble.happened and not is_elsewhere():
                try:
                    with unseen():
                        self.story.look()
                        self._backward.begins(function.__name__, args, kwargs)
                except RecordingError:
                    raise
                except Exception as error:
                    self._trouble.say(error)
            try:
                result = self._backward.run(function, args, kwargs)
            except BaseException as error:
                self._backward.ends(error)
                raise
            self._backward.ends()
            self._writer.owes(self._backward.untold)
            return result

    @contextmanager
    def _heard(self) -> Iterator[None]:
        """A pass; called outside of what is recorded, it may lead there."""
        __tracebackhide__ = True
        if self.hearing != "backward":
            yield
            return
        self.catch_up()
        self._trouble.pauses(False)
        try:
            yield
        finally:
            self._backward.tell()
            self.safely(lambda: self.unwatched.begins(self))
            self.safely(self._held.copy_all)
            self._trouble.pauses()
