"""Results with names: what ``x.max(1)`` and ``x.sort()`` return.

An operation that makes several tensors returns a tuple of them. Where PyTorch gives
the parts names, so that ``x.max(1).values`` reads better than ``x.max(1)[0]``, the
tuple is one of these. It is a tuple in every other way: it unpacks, compares and
slices as one.

>>> max((1.5, 0))
torch.return_types.max(
values=1.5,
indices=0)

An operation of the table wraps what ``apply`` gives it:
``return return_types.max(apply(MAX_DIM, self, dim=dim))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

__all__ = [
    "NamedResults",
    "aminmax",
    "cummax",
    "cummin",
    "histogram",
    "kthvalue",
    "linalg_eigh",
    "linalg_lstsq",
    "linalg_qr",
    "linalg_slogdet",
    "linalg_svd",
    "max",
    "median",
    "min",
    "mode",
    "nanmedian",
    "qr",
    "slogdet",
    "sort",
    "svd",
    "topk",
]


class NamedResults(tuple[Any, ...]):
    """A tuple whose parts have names: those in ``__match_args__``."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def __new__(cls, parts: Sequence[Any]) -> NamedResults:
        """Put the parts together.

        Raises:
            TypeError: there are more of them, or fewer, than names.
        """
        wanted = len(cls.__match_args__)
        if not isinstance(parts, Sequence):
            raise TypeError("constructor requires a sequence")
        if len(parts) != wanted:
            raise TypeError(
                f"torch.return_types.{cls.__name__}() takes a {wanted}-sequence "
                f"({len(parts)}-sequence given)"
            )
        return super().__new__(cls, parts)

    def __repr__(self) -> str:
        pairs = zip(self.__match_args__, self, strict=True)
        inside = ",\n".join(f"{name}={part!r}" for name, part in pairs)
        return f"torch.return_types.{type(self).__name__}(\n{inside})"


class _ValuesAndIndices(NamedResults):
    """Some elements, and where they stood."""

    __slots__ = ()
    __match_args__ = ("values", "indices")
    values = property(itemgetter(0))
    indices = property(itemgetter(1))


class max(_ValuesAndIndices):
    """The largest elements along a dimension."""

    __slots__ = ()


class min(_ValuesAndIndices):
    """The smallest elements along a dimension."""

    __slots__ = ()


class median(_ValuesAndIndices):
    """The elements in the middle."""

    __slots__ = ()


class nanmedian(_ValuesAndIndices):
    """Likewise, what is not a number left out."""

    __slots__ = ()


class mode(_ValuesAndIndices):
    """The most frequent elements."""

    __slots__ = ()


class kthvalue(_ValuesAndIndices):
    """The k-th smallest elements."""

    __slots__ = ()


class sort(_ValuesAndIndices):
    """The elements in order."""

    __slots__ = ()


class topk(_ValuesAndIndices):
    """The first few of them."""

    __slots__ = ()


class cummax(_ValuesAndIndices):
    """The largest elements so far."""

    __slots__ = ()


class cummin(_ValuesAndIndices):
    """The smallest elements so far."""

    __slots__ = ()


class aminmax(NamedResults):
    """The smallest and the largest elements."""

    __slots__ = ()
    __match_args__ = ("min", "max")
    min = property(itemgetter(0))
    max = property(itemgetter(1))


class histogram(NamedResults):
    """How many are in each bin, and where the bins begin and end."""

    __slots__ = ()
    __match_args__ = ("hist", "bin_edges")
    hist = property(itemgetter(0))
    bin_edges = property(itemgetter(1))


class _SignAndLogarithm(NamedResults):
    """The sign of a determinant, and the logarithm of its size."""

    __slots__ = ()
    __match_args__ = ("sign", "logabsdet")
    sign = property(itemgetter(0))
    logabsdet = property(itemgetter(1))


class slogdet(_SignAndLogarithm):
    """Of ``torch.slogdet``."""

    __slots__ = ()


class linalg_slogdet(_SignAndLogarithm):
    """Of ``linalg.slogdet``."""

    __slots__ = ()


class _TurnAndTriangle(NamedResults):
    """A matrix with columns at right angles, and one with zeros below."""

    __slots__ = ()
    __match_args__ = ("Q", "R")
    Q = property(itemgetter(0))
    R = property(itemgetter(1))


class qr(_TurnAndTriangle):
    """Of ``torch.qr``."""

    __slots__ = ()


class linalg_qr(_TurnAndTriangle):
    """Of ``linalg.qr``."""

    __slots__ = ()


class linalg_eigh(NamedResults):
    """Eigenvalues, and the directions that belong to them."""

    __slots__ = ()
    __match_args__ = ("eigenvalues", "eigenvectors")
    eigenvalues = property(itemgetter(0))
    eigenvectors = property(itemgetter(1))


class linalg_svd(NamedResults):
    """A turn, singular values, and another turn."""

    __slots__ = ()
    __match_args__ = ("U", "S", "Vh")
    U = property(itemgetter(0))
    S = property(itemgetter(1))
    Vh = property(itemgetter(2))


class svd(NamedResults):
    """Likewise, with the other turn on its side."""

    __slots__ = ()
    __match_args__ = ("U", "S", "V")
    U = property(itemgetter(0))
    S = property(itemgetter(1))
    V = property(itemgetter(2))


class linalg_lstsq(NamedResults):
    """A solution, what it leaves over, and what is known of the matrix."""

    __slots__ = ()
    __match_args__ = ("solution", "residuals", "rank", "singular_values")
    solution = property(itemgetter(0))
    residuals = property(itemgetter(1))
    rank = property(itemgetter(2))
    singular_values = property(itemgetter(3))
