"""Groups, messages, hooks, closures, state: an optimizer as PyTorch has it."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from autoviz.optim import SGD
from tests.oracle import agree_on_story, ours, raised, story

BEFORE = """
def backward(loss):
    loss.backward()
    return loss
w = t.tensor([1., 2.], requires_grad=True)
b = t.tensor([0.5], requires_grad=True)
O = t.optim
"""

# what is refused

REFUSED = (
    "O.SGD([])",
    "O.SGD(w)",
    "O.SGD(5)",
    "O.SGD([{'params': {w, b}}])",
    "O.SGD([w * 2])",
    "O.SGD(['w'])",
    "O.SGD({'params': [w]})",
    "O.SGD([{'params': [w]}, {'params': [b, w]}])",
    "O.SGD([('w', w), b])",
    "O.SGD([{'params': [('w', w)]}, {'params': [b]}])",
    "O.SGD([{'params': [b]}, {'params': [('w', w)]}])",
    "O.SGD([w]).add_param_group([b])",
    "O.SGD([w]).add_param_group({'lr': 0.5})",
    "O.SGD([w], lr=-1)",
    "O.SGD([w], lr=w)",
    "O.SGD([w], lr='fast')",
    "O.SGD([w], lr=None)",
    "O.SGD([w], momentum=-1)",
    "O.SGD([w], weight_decay=-0.5)",
    "O.SGD([w], nesterov=True)",
    "O.SGD([w], 0.1, 0.9, dampening=0.5, nesterov=True)",
    "O.SGD([w], fused=True, foreach=True)",
    "O.SGD([w], fused=True, differentiable=True)",
    "O.Adam([w], lr=-0.5)",
    "O.Adam([w], betas=(1.5, 0.9))",
    "O.Adam([w], betas=(0.5, -0.9))",
    "O.Adam([w], betas=(0.5,))",
    "O.Adam([w], betas=0.5)",
    "O.Adam([w], betas=(0, 0.9))",
    "O.Adam([w], betas=(t.tensor(0.5), 0.9))",
    "O.Adam([w], betas=(t.tensor(0.5), t.tensor(0.9)), foreach=True)",
    "O.AdamW([w], lr=t.tensor(0.5), foreach=True)",
    "O.Adam([w], eps=-1)",
    "O.AdamW([w], weight_decay=-1)",
    "O.RMSprop([w], alpha=-1)",
    "O.RMSprop([w], momentum=-1)",
    "O.Adagrad([w], lr_decay=-1)",
    "O.Adagrad([w], initial_accumulator_value=-1)",
    "O.Adadelta([w], rho=1.5)",
    "O.Adamax([w], betas=(0.5, 1))",
    "O.NAdam([w], momentum_decay=-1)",
    "O.RAdam([w], lr=-1)",
    "O.Rprop([w], etas=(1.5, 2.0))",
    "O.LBFGS([w], lr=-1)",
    "O.LBFGS([{'params': [w]}, {'params': [b]}])",
    "o = O.LBFGS([w], line_search_fn='other'); o.step(lambda: backward((w**2).sum()))",
    "O.Optimizer([w], {}).step()",
    "O.SGD([w]).load_state_dict(O.SGD([w, b]).state_dict())",
    "O.SGD([w]).load_state_dict(O.SGD([{'params': w}, {'params': b}]).state_dict())",
)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_is_refused_is_refused_in_the_same_words(expression: str) -> None:
    def program(t: Any) -> None:
        exec(f"{BEFORE}\n{expression}", {"t": t})

    expected = raised(program, torch)
    assert expected != "no error"
    assert expected == raised(program, ours)


def test_a_step_that_is_differentiated_is_lacking_and_says_so() -> None:
    with pytest.raises(NotImplementedError, match="write the step out"):
        SGD([ours.ones(2, requires_grad=True)], differentiable=True)


def test_duplicates_are_warned_of() -> None:
    agree_on_story(f"{BEFORE}\nsay(O.SGD([w, w], 0.5))")


# groups, and what they say

TOLD = """
say(O.SGD([w, b], lr=0.5))
---
say(O.Adam([{'params': [w], 'lr': 0.5}, {'params': b, 'betas': (0.5, 0.5)}]))
---
opt = O.AdamW([('w', w), ('b', b)])
say(opt)
say(opt.state_dict())
---
opt = O.RMSprop([w])
opt.add_param_group({'params': b, 'momentum': 0.5})
say(opt, [len(each['params']) for each in opt.param_groups], opt.defaults)
---
say(O.SGD(each for each in (w, b)))
---
opt = O.SGD([w])
opt.step()
say(w, opt.state_dict(), opt.state, w._version)
---
frozen = t.tensor([1., 2.])
opt = O.SGD([w, frozen], 0.5)
(w * frozen).sum().backward()
opt.step()
say(w, frozen, w._version, frozen._version)
---
y = w * 2
y.retain_grad()
opt = O.SGD([y], 0.5)
y.sum().backward()
opt.step()
say(y.detach(), y._version)
"""


@pytest.mark.parametrize("program", TOLD.strip().split("---\n"))
def test_it_tells_the_same(program: str) -> None:
    agree_on_story(f"{BEFORE}\n{program}")


# gradients

ZERO = """
w.sum().backward()
opt = O.SGD([w, b], 0.5)
before = w.grad
opt.zero_grad({how})
say(w.grad, w.grad is before, before, b.grad)
"""


@pytest.mark.parametrize("how", ["", "True", "False", "set_to_none=False"])
def test_zero_grad(how: str) -> None:
    agree_on_story(BEFORE + ZERO.format(how=how))


def test_zero_grad_of_a_gradient_that_has_a_graph() -> None:
    agree_on_story(
        f"""{BEFORE}
(w**3).sum().backward(create_graph=True)
O.SGD([w]).zero_grad(set_to_none=False)
say(w.grad, w.grad.requires_grad, w.grad.grad_fn)
"""
    )


# closures and hooks

CLOSURE = """
opt = O.SGD([w], 0.25)
def closure():
    opt.zero_grad()
    loss = (w**2).sum()
    loss.backward()
    say('computed', t.is_grad_enabled())
    return loss
with t.no_grad():
    say(opt.step(closure))
say(opt.step(closure=closure), w)
"""

HOOKS = """
opt = O.SGD([w], 0.25)
told = []
first = opt.register_step_pre_hook(lambda o, args, kwargs: say(o is opt, len(args)))
last = opt.register_step_post_hook(lambda o, args, kwargs: say('after', w.detach()))
w.sum().backward()
opt.step()
first.remove()
opt.step()
opt.register_step_pre_hook(lambda o, args, kwargs: 5)
try:
    opt.step()
except RuntimeError as error:
    say(str(error)[-60:])
"""

OTHER_ARGUMENTS = """
class Loud(O.Optimizer):
    def step(self, word='nothing'):
        say(word)
opt = Loud([w], {})
opt.register_step_pre_hook(lambda o, args, kwargs: (args, {'word': 'other'}))
opt.step('this') if False else opt.step()
"""

OWN = """
class Mine(O.Optimizer):
    def __init__(self, params, lr=0.5):
        super().__init__(params, {'lr': lr})
    @t.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group['params']:
                state = self.state[p]
                state['steps'] = state.get('steps', 0) + 1
                p -= group['lr'] * p.grad / state['steps']
opt = Mine([w])
for _ in range(2):
    opt.zero_grad()
    (w**2).sum().backward()
    opt.step()
say(opt, w, opt.state_dict(), w._version)
"""


@pytest.mark.parametrize("program", [CLOSURE, HOOKS, OTHER_ARGUMENTS, OWN])
def test_what_a_step_does_around_itself(program: str) -> None:
    agree_on_story(BEFORE + program)


# many steps in one

LBFGS = """
w, b = (each.detach().double().requires_grad_() for each in (w, b))
def closure():
    opt.zero_grad()
    loss = ((w - 3) ** 4).sum() + (w[0] * w[1] - b).pow(2).sum()
    loss.backward()
    return loss
opt = O.LBFGS([w, b], {options})
say(opt)
for _ in range(3):
    say(round(opt.step(closure).item(), 9))
    state = opt.state[w]
    say(state['n_iter'], state['func_evals'], len(state['old_dirs']))
say(w.detach().round(decimals=9), w._version, b._version)
"""


@pytest.mark.parametrize(
    "options",
    [
        "lr=0.1",
        "lr=0.5, max_iter=4",
        "0.1, max_iter=6, history_size=2",
        "max_eval=3",
        "line_search_fn='strong_wolfe'",
        "lr=4, line_search_fn='strong_wolfe'",
        "lr=0.001, line_search_fn='strong_wolfe', max_iter=5",
        "line_search_fn='strong_wolfe', max_eval=4, tolerance_grad=0.5",
    ],
)
def test_lbfgs(options: str) -> None:
    agree_on_story(BEFORE + LBFGS.format(options=options))


# going on where another one stopped

RESUME = """
def steps(opt, count):
    for _ in range(count):
        opt.zero_grad()
        (w**4).sum().backward()
        opt.step()
opt = O.{form}
steps(opt, 3)
saved = opt.state_dict()
other = O.{form}
other.load_state_dict(saved)
say(other.state_dict()['param_groups'], list(other.state_dict()['state']))
steps(other, 2)
say(w.detach().double().round(decimals=4), w._version)
"""


@pytest.mark.parametrize(
    "form",
    [
        "SGD([w], 0.01, momentum=0.5)",
        "Adam([w], 0.01, amsgrad=True)",
        "RMSprop([{'params': [w], 'lr': 0.001}, {'params': [b]}])",
        "Adagrad([b, w], 0.1)",
    ],
)
def test_another_one_goes_on_where_this_one_stopped(form: str) -> None:
    agree_on_story(BEFORE + RESUME.format(form=form))


def test_state_is_of_the_type_of_the_parameter_that_it_is_loaded_for() -> None:
    program = f"""{BEFORE}
opt = O.Adam([w])
w.sum().backward()
opt.step()
v = t.tensor([1., 2.], dtype=t.float64, requires_grad=True)
other = O.Adam([v])
other.load_state_dict(opt.state_dict())
say({{name: str(each.dtype) for name, each in other.state[v].items()}})
"""
    assert ["torch.float64" in each for each in story(program, ours)] == [True]
    agree_on_story(program)
