"""``Module``: a part of a network, with what it has learnt.

A learner subclasses it, puts parameters and other modules on ``self``, and writes
``forward``::

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(2, 8)
            self.out = nn.Linear(8, 1)

        def forward(self, x):
            return self.out(torch.relu(self.hidden(x)))

The one idea: assigning an attribute is registering. A ``Parameter`` goes into
``_parameters``, a module into ``_modules``, and so a module is a tree whose leaves can
be listed, moved, saved. The methods that do this are told elsewhere, by idea:
``owning`` (what may be assigned), ``members`` (lists of all there is), ``calls``
(calling, and hooks), ``states`` (saving and loading).

Next: ``typename``, a small tool, then ``owning``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from autoviz.core.deposit import forget
from autoviz.core.device import check_device
from autoviz.core.dtypes import Dtype, float16, float32, float64
from autoviz.core.hints import missing
from autoviz.core.hooks import Table
from autoviz.core.modes import state, unrecorded
from autoviz.core.tensor import Tensor
from autoviz.nn.modules import calls, members, owning, states
from autoviz.nn.parameter import Buffer, Parameter

__all__ = ["Module", "indented"]


class Module:
    """The base of all networks, layers and losses."""

    training: bool
    _version = 1
    _parameters: dict[str, Parameter | None]
    _buffers: dict[str, Tensor | None]
    _modules: dict[str, Module | None]
    _non_persistent_buffers_set: set[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        own = type(self).__name__
        if kwargs:
            raise TypeError(
                f"{own}.__init__() got an unexpected keyword argument "
                f"'{next(iter(kwargs))}'"
            )
        if args:
            raise TypeError(
                f"{own}.__init__() takes 1 positional argument but {len(args) + 1} "
                "were given"
            )
        put = super().__setattr__  # before there is anything to register in
        put("training", True)
        put("_parameters", {})
        put("_buffers", {})
        put("_non_persistent_buffers_set", set())
        put("_backward_pre_hooks", Table())
        put("_backward_hooks", Table())
        put("_forward_hooks", Table())
        put("_forward_hooks_with_kwargs", set())
        put("_forward_hooks_always_called", set())
        put("_forward_pre_hooks", Table())
        put("_forward_pre_hooks_with_kwargs", set())
        put("_modules", {})

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run ``forward``, and whoever listens."""
        if state.observer is None and not calls.has_hooks(self):
            return self.forward(*args, **kwargs)
        return calls.Call(self, args, kwargs).run()

    if not TYPE_CHECKING:  # a subclass has the signature that it needs

        def forward(self, *input: Any) -> Any:
            """What the module computes: every subclass has its own.

            Raises:
                NotImplementedError: this one has none.
            """
            raise NotImplementedError(
                f"Module [{type(self).__name__}] is missing the required "
                '"forward" function'
            )

    else:
        forward: Callable[..., Any]

    # attributes

    def __getattr__(self, name: str) -> Any:
        """What was assigned to it: parameters, buffers and modules by name."""
        own = vars(self)
        for table in ("_parameters", "_buffers", "_modules"):
            if table in own and name in own[table]:
                return own[table][name]
        if name in _LACKING:
            raise missing(f"'{type(self).__name__}' object", name)
        raise AttributeError(
            f"'{type(self).__name__}' object has no attribute '{name}'"
        )

    def __setattr__(self, name: str, value: Any) -> None:
        """Register what is to be registered; anything else is just kept.

        Raises:
            AttributeError: ``super().__init__()`` was not called yet.
            TypeError: the name is that of a parameter, and the value none.
        """
        kind = self._kind(name, value)
        if kind is None:
            super().__setattr__(name, value)
            return
        owning.check(self, kind, name, value, isinstance(value, Module))
        if isinstance(value, (Parameter, Module)):
            owning.forget(self, name, kind)
        if kind == "parameter":
            self.register_parameter(name, value)
        elif kind == "module":
            self._modules[name] = value
        elif isinstance(value, Buffer):
            self.register_buffer(name, value, value.persistent)
        else:
            is_persistent = name not in self._non_persistent_buffers_set
            self.register_buffer(name, value, is_persistent)

    def _kind(self, name: str, value: Any) -> owning.Kind | None:
        """In which table an attribute belongs, by its value or by its name."""
        own = vars(self)
        if isinstance(value, Parameter) or name in own.get("_parameters", ()):
            return "parameter"
        if isinstance(value, Module) or name in own.get("_modules", ()):
            return "module"
        if isinstance(value, Buffer) or name in own.get("_buffers", ()):
            return "buffer"
        return None

    def __delattr__(self, name: str) -> None:
        for table in (self._parameters, self._buffers, self._modules):
            if name in table:
                del table[name]
                self._non_persistent_buffers_set.discard(name)
                return
        super().__delattr__(name)

    def __dir__(self) -> list[str]:
        owned = (*self._parameters, *self._modules, *self._buffers)
        names = (*dir(type(self)), *vars(self), *owned)
        return sorted(name for name in names if not name[0].isdigit())

    register_parameter = owning.register_parameter
    register_buffer = owning.register_buffer
    add_module = owning.add_module
    register_module = owning.add_module

    # what there is

    parameters = members.parameters
    named_parameters = members.named_parameters
    buffers = members.buffers
    named_buffers = members.named_buffers
    children = members.children
    named_children = members.named_children
    modules = members.modules
    named_modules = members.named_modules
    get_submodule = members.get_submodule
    set_submodule = members.set_submodule
    get_parameter = members.get_parameter
    get_buffer = members.get_buffer

    # who listens

    register_forward_pre_hook = calls.register_forward_pre_hook
    register_forward_hook = calls.register_forward_hook
    register_full_backward_pre_hook = calls.register_full_backward_pre_hook
    register_full_backward_hook = calls.register_full_backward_hook

    # saving and loading

    state_dict = states.state_dict
    load_state_dict = states.load_state_dict
    _save_to_state_dict = states.save_to_state_dict
    _load_from_state_dict = states.load_from_state_dict

    # all at once

    def apply(self, fn: Callable[[Module], Any]) -> Self:
        """Call ``fn`` with every module, parts before wholes."""
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def train(self, mode: bool = True) -> Self:
        """For training: dropout drops, batch norm looks at the batch.

        Raises:
            ValueError: ``mode`` is no bool.
        """
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for module in self.children():
            module.train(mode)
        return self

    def eval(self) -> Self:
        """For use: the opposite of ``train``."""
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Let all parameters require grad, or, frozen, none."""
        for each in self.parameters():
            each.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget all gradients, or fill them with 0."""
        forget(self.parameters(), set_to_none)

    # another type

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> Self:
        """Every parameter, gradient and buffer becomes what ``fn`` makes of it."""
        for module in self.children() if recurse else ():
            module._apply(fn)
        for each in self._parameters.values():
            for tensor in () if each is None else (each, each.grad):
                if tensor is not None:
                    _become(tensor, fn)
        for name, buffer in self._buffers.items():
            if buffer is not None:
                self._buffers[name] = fn(buffer)
        return self

    def to(
        self,
        *target: Any,
        dtype: Dtype | None = None,
        device: Any = None,
        non_blocking: bool = False,
    ) -> Self:
        """All floats in another type: ``to(dtype)``, ``to(device)``, ``to(other)``.

        Raises:
            TypeError: the type is one of whole numbers.
            AssertionError: a device that is not the CPU.
        """
        for each in target[:2]:
            if isinstance(each, Tensor):
                dtype = each.dtype
            elif isinstance(each, Dtype):
                dtype = each
            elif each is not None and not isinstance(each, bool):
                device = each
        check_device(device)
        if dtype is None:
            return self
        if not dtype.is_floating_point:
            raise TypeError(
                "nn.Module.to only accepts floating point or complex dtypes, but got "
                f"desired dtype={dtype}"
            )
        return self._floats_to(dtype)

    def _floats_to(self, dtype: Dtype) -> Self:
        return self._apply(lambda t: t.to(dtype) if t.is_floating_point() else t)

    def float(self) -> Self:
        """All floats in float32."""
        return self._floats_to(float32)

    def double(self) -> Self:
        """All floats in float64."""
        return self._floats_to(float64)

    def half(self) -> Self:
        """All floats in float16."""
        return self._floats_to(float16)

    def type(self, dst_type: Dtype | str) -> Self:
        """Everything in another type, whole numbers too."""
        return self._apply(lambda t: t.type(dst_type))

    def cpu(self) -> Self:
        """Itself: it is there."""
        return self

    def cuda(self, device: Any = None) -> Self:
        """Refused: there is no graphics card here."""
        return self.to("cuda")

    # as text

    def extra_repr(self) -> str:
        """What its own line says in brackets."""
        return ""

    def _get_name(self) -> str:
        return self.__class__.__name__

    def __repr__(self) -> str:
        extra = self.extra_repr()
        first = extra.split("\n") if extra else []
        parts = [
            f"({name}): {indented(repr(module))}"
            for name, module in self._modules.items()
        ]
        if len(first) == 1 and not parts:
            return f"{self._get_name()}({first[0]})"
        inside = "".join(f"\n  {line}" for line in (*first, *parts))
        return f"{self._get_name()}({inside}" + ("\n)" if inside else ")")


def indented(text: str) -> str:
    """All lines but the first further to the right."""
    first, *others = text.split("\n")
    return "\n".join([first, *(f"  {line}" if line.strip() else "" for line in others)])


def _become(tensor: Tensor, fn: Callable[[Tensor], Tensor]) -> None:
    with unrecorded():
        made = fn(tensor)
    if made is not tensor:
        tensor.data = made


_LACKING = (
    *("bfloat16", "compile", "ipu", "mtia", "register_backward_hook", "share_memory"),
    *("register_load_state_dict_post_hook", "register_load_state_dict_pre_hook"),
    *("register_state_dict_post_hook", "register_state_dict_pre_hook", "to_empty"),
    "xpu",
)
"""Methods that PyTorch's modules have."""
