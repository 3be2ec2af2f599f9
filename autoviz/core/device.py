"""Where a tensor lives: on the CPU, always.

Course code asks for devices (``x.to(device)``, ``zeros(2, device="cpu")``), so the
core answers; what is not the CPU it refuses, in PyTorch's words.
"""

from __future__ import annotations

from typing import Any

__all__ = ["CPU", "PUBLIC", "Device", "check_device"]

_TYPES = (
    "cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, maia, xla, "
    "lazy, vulkan, mps, meta, hpu, mtia, privateuseone"
)


class Device:
    """A device: ``device("cpu")``, ``device("cuda:1")``, ``device("cuda", 1)``."""

    __slots__ = ("index", "type")

    def __init__(self, device: str | Device, index: int | None = None) -> None:
        if isinstance(device, Device):
            device = str(device)
        kind, colon, number = device.partition(":")
        if kind not in _TYPES.split(", "):
            raise RuntimeError(
                f"Expected one of {_TYPES} device type at start of device string: "
                f"{kind}"
            )
        self.type = kind
        self.index = int(number) if colon else index

    def __enter__(self) -> Device:
        """Where new tensors are made: on the CPU, anyway."""
        check_device(self)
        return self

    def __exit__(self, *error: object) -> None:
        """There is nothing to put back."""

    def __repr__(self) -> str:
        index = "" if self.index is None else f", index={self.index}"
        return f"device(type='{self.type}'{index})"

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Device) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


CPU = Device("cpu")


def check_device(wanted: Any) -> None:
    """Refuse to go anywhere else.

    Raises:
        AssertionError: a graphics card (PyTorch's own error where it has none).
        NotImplementedError: another kind of device.
    """
    if wanted is None:
        return
    device = wanted if isinstance(wanted, Device) else Device(wanted)
    if device.type == "cuda":
        raise AssertionError("Torch not compiled with CUDA enabled")
    if device.type != "cpu":
        raise NotImplementedError(
            f"autoviz's numpy core computes on the CPU, not on {device}; record real "
            "PyTorch for that"
        )


PUBLIC = {"device": Device}
