"""What is saved comes back, and no code runs when a file is read."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections import Counter, OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import autoviz as av
from autoviz.errors import FileError, SaveError


def again(value: Any) -> Any:
    file = io.BytesIO()
    av.save(value, file)
    file.seek(0)
    return av.load(file)


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        -(10**30),
        0.1,
        float("inf"),
        True,
        "ä \x00 \ud800",
        [],
        (1, [2.5, (None,)]),
        {"a": {"b": 1}, 3: 4, (1, 2): "x", None: False},
        OrderedDict(b=1, a=2),
        Counter([1, 1, 2]),
        av.float64,
        av.bool,
        av.device("cpu"),
        av.ones(2, 3).shape,
    ],
)
def test_plain_data(value: Any) -> None:
    found = again(value)
    assert value == found
    assert type(value) is type(found)


@pytest.mark.parametrize(
    "tensor",
    [
        av.tensor(3.5),
        av.tensor([[1.0, 2.0], [3.0, 4.0]]).T,
        av.tensor([1, 2], dtype=av.int8),
        av.tensor([True, False]),
        av.zeros(0, 3),
        av.tensor([float("nan"), -0.0], dtype=av.float16),
        av.tensor([1.0], requires_grad=True),
        av.tensor([1.0], requires_grad=True) * 2,
    ],
)
def test_a_tensor(tensor: Any) -> None:
    found = again(tensor)
    assert repr(tensor.detach()) == repr(found.detach())
    assert (tensor.dtype, tensor.shape) == (found.dtype, found.shape)
    assert tensor.requires_grad == found.requires_grad
    assert (True, 1) == (found.is_leaf, found._version)


def test_an_array_and_a_nan() -> None:
    array, nan, number = again([np.arange(3), float("nan"), np.float32(0.5)])
    assert [0, 1, 2] == array.tolist()
    assert nan != nan
    assert (np.float32, 0.5) == (type(number), number)


def test_a_tensor_that_occurs_twice_is_one_again() -> None:
    w = av.ones(2)
    found = again({"encoder": w, "decoder": [w, av.ones(2)]})
    assert found["encoder"] is found["decoder"][0]
    assert found["encoder"] is not found["decoder"][1]


def test_parameters_come_back_as_parameters() -> None:
    found = again(av.nn.Parameter(av.ones(2), requires_grad=False))
    assert (av.nn.Parameter, False) == (type(found), found.requires_grad)


def test_states_of_a_model_an_optimizer_and_a_schedule() -> None:
    def build() -> tuple[Any, Any, Any]:
        model = av.nn.Linear(2, 1)
        optimizer = av.optim.Adam(model.parameters(), lr=0.5)
        schedule = av.optim.lr_scheduler.MultiStepLR(optimizer, [1, 3])
        return model, optimizer, schedule

    parts = build()
    parts[0](av.ones(1, 2)).sum().backward()
    parts[1].step()
    parts[2].step()
    others = build()
    for one, state in zip(others, again([e.state_dict() for e in parts]), strict=True):
        one.load_state_dict(state)
    for one, other in zip(parts, others, strict=True):
        assert repr(one.state_dict()) == repr(other.state_dict())


def test_a_path(tmp_path: Path) -> None:
    path = tmp_path / "w.pt"
    for where in (path, str(path)):
        av.save(av.ones(2), where)
        assert [1.0, 1.0] == av.load(where, map_location="cpu").tolist()
    assert ["w.pt"] == [each.name for each in tmp_path.iterdir()]


def test_the_same_data_gives_the_same_bytes() -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for each in files:
        av.save({"w": av.ones(2), "n": 3}, each)
    assert files[0].getvalue() == files[1].getvalue()


# what is refused


class Net(av.nn.Module):
    pass


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (len, "cannot save it: a builtin_function_or_method is no plain data"),
        ({"m": [1, Net()]}, r"it\['m'\]\[1\]: a Net .* save its state_dict\(\)"),
        ({object(): 1}, "a name in it: a object"),
        (np.array(["a"]), "a ndarray"),
    ],
)
def test_what_is_no_plain_data_is_refused(value: Any, message: str) -> None:
    with pytest.raises(SaveError, match=message):
        av.save(value, io.BytesIO())


def test_what_stood_there_is_untouched_when_saving_fails(tmp_path: Path) -> None:
    path = tmp_path / "w.pt"
    av.save(av.ones(2), path)
    with pytest.raises(SaveError):
        av.save([av.zeros(2), len], path)
    assert [1.0, 1.0] == av.load(path).tolist()


class Evil:
    def __reduce__(self) -> Any:
        return exec, ("raise SystemExit",)


def test_a_pickle_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "w.pt"
    path.write_bytes(pickle.dumps(Evil()))
    with pytest.raises(FileError, match="not written by autoviz"):
        av.load(path)
    array = np.empty(1, dtype=object)
    array[0] = Evil()
    with zipfile.ZipFile(path, "w") as archive:
        structure = '{"format": "autoviz tensors 1", "content": {"array": 0}}'
        archive.writestr("structure.json", structure)
        with archive.open("tensors/0.npy", "w") as file:
            np.save(file, array, allow_pickle=True)
    with pytest.raises(FileError, match="not written by autoviz"):
        av.load(path)


@pytest.mark.parametrize("new", [True, False])
def test_a_file_of_pytorchs_is_told_from_others(tmp_path: Path, new: bool) -> None:
    path = tmp_path / "w.pt"
    torch.save({"w": torch.ones(2)}, path, _use_new_zipfile_serialization=new)
    with pytest.raises(FileError, match=r"w\.pt: it was .*written by") as caught:
        av.load(path)
    assert ("torch.load" in str(caught.value)) is new


def test_a_file_that_was_cut_off_or_changed(tmp_path: Path) -> None:
    path = tmp_path / "w.pt"
    av.save({"w": av.ones(50), "b": [1, 2]}, path)
    whole = path.read_bytes()
    for broken in (whole[:-20], whole[:40] + b"!!!!" + whole[44:], b"", b"{}"):
        path.write_bytes(broken)
        with pytest.raises(FileError, match="save, or is broken"):
            av.load(path)


def test_another_device_is_refused() -> None:
    file = io.BytesIO()
    av.save(av.ones(1), file)
    with pytest.raises(AssertionError, match="not compiled with CUDA"):
        av.load(file, map_location=av.device("cuda"))


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        av.load("nowhere.pt")
