"""There is no graphics card, and programs that ask are told so as by PyTorch."""

from __future__ import annotations

import pytest
import torch

import autoviz as av

ASKED = (
    "t.cuda.is_available()",
    "t.cuda.device_count()",
    "t.cuda.empty_cache()",
    "t.cuda.manual_seed_all(3)",
    "t.backends.mps.is_available()",
    "t.backends.mps.is_built()",
    "t.backends.cudnn.is_available()",
    "t.device('cuda' if t.cuda.is_available() else 'cpu')",
    "t.accelerator.is_available()",
    "t.accelerator.current_accelerator()",
    "t.accelerator.device_count()",
)
REFUSED = (
    "t.cuda.synchronize()",
    "t.ones(2, device='cuda')",
    "t.ones(2).to('cuda')",
    "t.ones(2).to(t.device('cuda:0'))",
)


@pytest.mark.parametrize("expression", ASKED)
def test_what_is_asked(expression: str) -> None:
    assert repr(eval(expression, {"t": torch})) == repr(eval(expression, {"t": av}))


@pytest.mark.parametrize("expression", REFUSED)
def test_what_is_refused(expression: str) -> None:
    with pytest.raises(AssertionError) as expected:
        eval(expression, {"t": torch})
    with pytest.raises(AssertionError) as actual:
        eval(expression, {"t": av})
    assert str(expected.value) == str(actual.value)


@pytest.mark.parametrize("asked", ["current_device_index", "synchronize"])
def test_an_accelerator_that_is_not_there_is_refused(asked: str) -> None:
    with pytest.raises(RuntimeError) as expected:
        getattr(torch.accelerator, asked)()
    with pytest.raises(RuntimeError) as actual:
        getattr(av.accelerator, asked)()
    assert str(expected.value) == str(actual.value)


def test_new_tensors_can_be_put_on_the_cpu() -> None:
    with av.device("cpu") as device:
        assert av.ones(2).device == device
    with pytest.raises(NotImplementedError, match="not on meta"), av.device("meta"):
        pass


def test_switches_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(av.backends.cudnn, "deterministic", True)
    assert av.backends.cudnn.deterministic


def test_what_is_lacking_says_so_by_name() -> None:
    for module in (
        av.accelerator,
        av.cuda,
        av.optim,
        av.optim.lr_scheduler,
        av.utils,
        av.utils.data,
    ):
        with pytest.raises(AttributeError, match="no attribute 'nothing'") as caught:
            _ = module.nothing
        assert "nothing is not in autoviz's numpy core" in caught.value.__notes__[0]
