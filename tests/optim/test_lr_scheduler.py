"""Twenty steps of every schedule: rates, state, text and warnings are PyTorch's."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from tests.oracle import agree_on_story, ours, raised

BEFORE = """
w = t.tensor([1., 2.], requires_grad=True)
b = t.tensor([0.5], requires_grad=True)
S = t.optim.lr_scheduler
o = t.optim.{optimizer}([{{'params': [w]}}, {{'params': [b], 'lr': 0.25}}], 0.5)
"""

SCHEDULES = """
S.StepLR(o, 3)
S.StepLR(o, step_size=1, gamma=0.9)
S.MultiStepLR(o, [2, 5, 5, 8], gamma=0.5)
S.ExponentialLR(o, 0.9)
S.LambdaLR(o, lambda epoch: 0.9**epoch)
S.LambdaLR(o, [lambda epoch: 0.9**epoch, lambda epoch: 1 / (1 + epoch)])
S.ConstantLR(o)
S.ConstantLR(o, 0.5, 3)
S.LinearLR(o)
S.LinearLR(o, 0.25, 0.75, total_iters=4)
S.PolynomialLR(o, 7, power=2.0)
S.CosineAnnealingLR(o, T_max=6)
S.CosineAnnealingLR(o, 5, eta_min=0.125)
S.CosineAnnealingWarmRestarts(o, 3)
S.CosineAnnealingWarmRestarts(o, 2, T_mult=2, eta_min=0.01)
S.OneCycleLR(o, max_lr=1.0, total_steps=21)
S.OneCycleLR(o, [1.0, 0.5], epochs=7, steps_per_epoch=3, three_phase=True)
S.OneCycleLR(o, 1.0, 30, anneal_strategy='linear', pct_start=0.5)
S.SequentialLR(o, [S.LinearLR(o, 0.1, total_iters=4), S.CosineAnnealingLR(o, 8)], [4])
S.SequentialLR(o, [S.ConstantLR(o), S.StepLR(o, 2), S.ExponentialLR(o, 0.9)], [3, 7])
S.SequentialLR(o, [S.LambdaLR(o, lambda e: 1 + e), S.MultiStepLR(o, [1])], [5])
"""

TRAIN = """
s = {schedule}
say(s.get_last_lr())
for _ in range(20):
    o.step()
    s.step()
    say(s.get_last_lr(), [(g.get('momentum'), g.get('betas')) for g in o.param_groups])
say(s.state_dict())
say(o)
"""


@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
@pytest.mark.parametrize("schedule", SCHEDULES.strip().splitlines())
def test_twenty_steps(schedule: str, optimizer: str) -> None:
    before = BEFORE.format(optimizer=optimizer)
    agree_on_story(before + TRAIN.format(schedule=schedule))


RESUME = """
def schedule():
    return {schedule}
s = schedule()
for _ in range(5):
    o.step()
    s.step()
saved, rates = s.state_dict(), [g['lr'] for g in o.param_groups]
s = schedule()
s.load_state_dict(saved)
for group, rate in zip(o.param_groups, rates):
    group['lr'] = rate
for _ in range(5):
    o.step()
    s.step()
    say(s.get_last_lr(), s.last_epoch)
"""


@pytest.mark.parametrize(
    "schedule",
    [each for each in SCHEDULES.strip().splitlines() if "OneCycle" not in each],
)
def test_another_one_goes_on_where_this_one_stopped(schedule: str) -> None:
    before = BEFORE.format(optimizer="SGD")
    agree_on_story(before + RESUME.format(schedule=schedule))


def test_a_function_with_a_memory_is_saved_with_its_schedule() -> None:
    agree_on_story(
        BEFORE.format(optimizer="SGD")
        + """
class Factor:
    def __init__(self, rate):
        self.rate = rate
    def __call__(self, epoch):
        return self.rate**epoch
first = S.LambdaLR(o, Factor(0.5))
other = S.LambdaLR(o, Factor(0.25))
other.load_state_dict(first.state_dict())
say(first.state_dict(), other.lr_lambdas[0].rate)
"""
    )


# plateaus

PLATEAU = """
s = S.ReduceLROnPlateau(o, patience=2{options})
for loss in [5, 4, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 5, 6, 7]:
    s.step(t.tensor(float(loss)))
    say(s.get_last_lr(), s.num_bad_epochs, s.best, s.in_cooldown)
say(s.state_dict())
"""


@pytest.mark.parametrize(
    "options",
    [
        "",
        ", mode='max'",
        ", threshold_mode='abs', threshold=1.0, cooldown=1",
        ", mode='max', threshold_mode='abs', factor=0.5, min_lr=0.1",
        ", min_lr=[0.1, 0.05]",
    ],
)
def test_plateau(options: str) -> None:
    agree_on_story(BEFORE.format(optimizer="SGD") + PLATEAU.format(options=options))


# what is refused, and what is warned of

REFUSED = (
    "S.StepLR(w, 1)",
    "S.StepLR(o, 1, last_epoch=3)",
    "S.LambdaLR(o, [len])",
    "S.ConstantLR(o, 1.5)",
    "S.LinearLR(o, 0.0)",
    "S.LinearLR(o, 0.5, -1)",
    "S.CosineAnnealingWarmRestarts(o, 0)",
    "S.CosineAnnealingWarmRestarts(o, 1, 0.5)",
    "S.CosineAnnealingWarmRestarts(o, 1).step(-1)",
    "S.OneCycleLR(o, 1.0)",
    "S.OneCycleLR(o, 1.0, 0)",
    "S.OneCycleLR(o, 1.0, epochs=1, steps_per_epoch=-1)",
    "S.OneCycleLR(o, 1.0, 10, pct_start=2.0)",
    "S.OneCycleLR(o, 1.0, 10, anneal_strategy='sine')",
    "S.OneCycleLR(o, [1.0], 10)",
    "S.OneCycleLR(t.optim.Adagrad([w]), 1.0, 10)",
    "s = S.OneCycleLR(o, 1.0, 1); s.step(); s.step()",
    "S.ReduceLROnPlateau(o, factor=1.0)",
    "S.ReduceLROnPlateau(o, 'less')",
    "S.ReduceLROnPlateau(o, threshold_mode='both')",
    "S.ReduceLROnPlateau(o, min_lr=[0.1])",
    "S.SequentialLR(o, [], [])",
    "S.SequentialLR(o, [S.StepLR(o, 1)], [3])",
    "S.SequentialLR(o, [5], [])",
    "S.SequentialLR(o, [S.ReduceLROnPlateau(o)], [])",
    "S.LRScheduler(o)",
)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_is_refused_is_refused_in_the_same_words(expression: str) -> None:
    def program(t: Any) -> None:
        exec(BEFORE.format(optimizer="SGD") + expression, {"t": t})

    expected = raised(program, torch)
    assert expected != "no error"
    assert expected == raised(program, ours)


WARNED = (
    "s = S.StepLR(o, 1); s.step(); o.step(); s.step()",
    "s = S.StepLR(o, 1); o.step(); s.step()",
    "s = S.StepLR(o, 1); o.step(); s.step(5)",
    "S.StepLR(o, 1).get_lr()",
    "s = S.ReduceLROnPlateau(o); s.step(1.0, 5)",
)


@pytest.mark.parametrize("program", WARNED)
def test_what_is_warned_of(program: str) -> None:
    before = BEFORE.format(optimizer="SGD")
    agree_on_story(f"{before}{program}\nsay(o.param_groups[0]['lr'])")
