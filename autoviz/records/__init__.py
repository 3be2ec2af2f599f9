"""The waist: what a recording *is*, as plain frozen data.

Everything that records (``watch``) ends here; everything that draws
(``picture``, ``player``) starts here. Nothing in this folder knows numpy, torch
or Graphviz. Read ``graph`` (what there is), then ``steps`` (what happened),
then ``fold`` (the state after step k).
"""

from autoviz.records.fold import Arriving, History, Snapshot, fold
from autoviz.records.graph import Edge, Graph, GraphNode, Input, Saved, Scope, Source
from autoviz.records.steps import (
    Accumulate,
    Backward,
    Cut,
    Failure,
    Forward,
    GradSet,
    Hook,
    Mode,
    Seed,
    Skipped,
    Step,
    Trace,
    Update,
)
from autoviz.records.value import Summary, Value

__all__ = [
    "Accumulate",
    "Arriving",
    "Backward",
    "Cut",
    "Edge",
    "Failure",
    "Forward",
    "GradSet",
    "Graph",
    "GraphNode",
    "History",
    "Hook",
    "Input",
    "Mode",
    "Saved",
    "Scope",
    "Seed",
    "Skipped",
    "Snapshot",
    "Source",
    "Step",
    "Summary",
    "Trace",
    "Update",
    "Value",
    "fold",
]
