"""Every exception autoviz raises for itself, in one tree.

::

    AutovizError
    ├── RecordingError     a Recording used too early, or holding nothing
    ├── StepError          a step that the recording does not have (an IndexError too)
    ├── SaveError          a file that could not be written, or an unknown ending
    ├── FileError          a file that is no recording, or a broken one
    ├── LessonError        a question that has no answer at its step
    ├── LiveError          sliders that lead nowhere, or a function that always fails
    └── LayoutError        Graphviz could not lay the picture out

Exceptions that PyTorch raises (``RuntimeError: grad can be implicitly created
only for scalar outputs``) are raised by the core as PyTorch raises them, with
PyTorch's type and PyTorch's sentence, and are not part of this tree.
"""

from __future__ import annotations

__all__ = [
    "AutovizError",
    "FileError",
    "LayoutError",
    "LessonError",
    "LiveError",
    "RecordingError",
    "SaveError",
    "StepError",
]


class AutovizError(Exception):
    """Anything autoviz itself has to say no to."""


class RecordingError(AutovizError):
    """A recording that cannot do what was asked, in its present state."""


class StepError(AutovizError, IndexError):
    """A step number outside ``0 … n``."""


class SaveError(AutovizError):
    """A file that was not written; what stood there before is untouched."""


class FileError(AutovizError):
    """A file that was not read; the message says which place in it is wrong."""


class LessonError(AutovizError):
    """A lesson that asks what cannot be asked; the message names the step and why."""


class LiveError(AutovizError):
    """Sliders on what cannot be run: no range, too many positions, no scalar."""


class LayoutError(AutovizError):
    """Graphviz refused or did not finish a layout."""
