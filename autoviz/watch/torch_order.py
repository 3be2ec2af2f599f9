"""In which order PyTorch's engine runs nodes, worked out afterwards.

Of the nodes that have everything they wait for, the newest runs first; a leaf, as soon
as it has everything. Nodes are numbers here: no node of PyTorch's is held.

Next: ``torch_totals``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from heapq import heappop, heappush

__all__ = ["in_order", "newest_ready"]

LEAF = 2**64
"""A leaf counts as newer than any node."""


def in_order(
    roots: Iterable[int],
    leads_to: Mapping[int, Sequence[int]],
    made: Mapping[int, int],
) -> Iterator[int]:
    """The nodes that a pass runs, first to last.

    Args:
        roots: where it starts.
        leads_to: for each node what its edges lead to; a leaf has none.
        made: when a node was made (``sequence_nr``); leaves are not there.
    """
    waits_for = Counter(each for several in leads_to.values() for each in several)
    ready: list[tuple[int, int, int]] = []
    met = 0

    def is_ready(node: int) -> None:
        nonlocal met
        heappush(ready, (-made.get(node, LEAF), met, node))
        met += 1

    for each in dict.fromkeys(roots):
        if not waits_for[each]:
            is_ready(each)
    while ready:
        _, _, node = heappop(ready)
        yield node
        for each in leads_to.get(node, ()):
            waits_for[each] -= 1
            if not waits_for[each]:
                is_ready(each)


def newest_ready(
    roots: Sequence[int], ran: Set[int], leads_to: Callable[[int], Iterable[int]]
) -> int | None:
    """What was about to run when a pass stopped: the newest that has everything."""
    waits_for: Counter[int] = Counter()
    arrived: Counter[int] = Counter(dict.fromkeys(roots, 0))
    seen, waiting = set(roots), list(roots)
    while waiting:
        node = waiting.pop()
        for target in leads_to(node):
            waits_for[target] += 1
            arrived[target] += node in ran
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    left = seen - ran
    return max((e for e in left if arrived[e] == waits_for[e]), default=None)
