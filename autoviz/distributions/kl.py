"""How far one distribution is from another: ``kl_divergence(p, q)``.

It is 0 where they are the same, and never below; ``p`` and ``q`` do not change places.
That of two normal distributions keeps the code of a variational autoencoder near 0.
"""

from __future__ import annotations

from autoviz.core.tensor import Tensor
from autoviz.distributions.categorical import Categorical
from autoviz.distributions.distribution import Distribution
from autoviz.distributions.normal import Normal

__all__ = ["kl_divergence"]


def kl_divergence(p: Distribution, q: Distribution) -> Tensor:
    """The mean, of what ``p`` draws, of ``p.log_prob(x) - q.log_prob(x)``.

    >>> from autoviz.distributions import Normal
    >>> kl_divergence(Normal(0.0, 1.0), Normal(1.0, 1.0))
    tensor(0.5000)

    Raises:
        NotImplementedError: two of a kind that there is no formula for, here.
    """
    if isinstance(p, Normal) and isinstance(q, Normal):
        return _normal(p, q)
    if isinstance(p, Categorical) and isinstance(q, Categorical):
        return _categorical(p, q)
    names = f"{type(p).__name__} and {type(q).__name__}"
    raise NotImplementedError(
        f"kl_divergence of {names} is not in autoviz's numpy core; there is that of "
        "two Normal and of two Categorical"
    )


def _normal(p: Normal, q: Normal) -> Tensor:
    widths = (p.scale / q.scale).pow(2)
    distance = ((p.loc - q.loc) / q.scale).pow(2)
    return 0.5 * (widths + distance - 1 - widths.log())


def _categorical(p: Categorical, q: Categorical) -> Tensor:
    each = p.probs * (p.logits - q.logits)
    each[(q.probs == 0).expand_as(each)] = float("inf")
    each[(p.probs == 0).expand_as(each)] = 0
    return each.sum(-1)
