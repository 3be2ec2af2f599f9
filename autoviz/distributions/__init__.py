"""Numbers that are drawn, as in ``torch.distributions``.

A distribution has parameters, which may be tensors that want a gradient. ``sample()``
draws, and no gradient comes back from what was drawn. There are two ways to learn
all the same: ``log_prob(value)`` says how likely a number was, and has a gradient
(policy gradients); and ``rsample()``, where there is one, computes what it draws out of
the parameters and of noise (the trick of a variational autoencoder).

Next: ``distribution``, then ``normal``, ``uniform``, ``bernoulli``, ``categorical``,
``multinomial`` and ``kl``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autoviz.core.hints import missing
from autoviz.distributions.bernoulli import Bernoulli
from autoviz.distributions.categorical import Categorical
from autoviz.distributions.distribution import Distribution
from autoviz.distributions.kl import kl_divergence
from autoviz.distributions.multinomial import Multinomial
from autoviz.distributions.normal import Normal
from autoviz.distributions.uniform import Uniform

__all__ = [
    "Bernoulli",
    "Categorical",
    "Distribution",
    "Multinomial",
    "Normal",
    "Uniform",
    "kl_divergence",
]


if not TYPE_CHECKING:  # checkers are to say what is missing

    def __getattr__(name: str) -> Any:
        raise missing(f"module '{__name__}'", name)
