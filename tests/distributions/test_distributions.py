"""Distributions have PyTorch's numbers, gradients, graphs and messages."""

from __future__ import annotations

import pytest

import autoviz as av
from tests.oracle import agree, agree_on_story

GIVEN = """
D = t.distributions
x = t.tensor([0.5, -0.25], requires_grad=True)
p = t.tensor([[0.25, 0.5, 0.25], [0.5, 0.125, 0.375]], requires_grad=True)
k = t.tensor([2, 0])
"""

DIFFERENTIABLE = (
    "D.Normal(x, x.exp()).log_prob(t.tensor([1.0, 2.0]))",
    "D.Normal(x, 2).log_prob(t.tensor(1.0))",
    "D.Normal(x, x.exp()).entropy()",
    "D.Normal(x, x.exp()).cdf(t.tensor([1.0, 2.0]))",
    "D.Normal(x, x.exp()).variance",
    "D.Uniform(x, 1.0).log_prob(t.tensor([0.75, 0.0]))",
    "D.Uniform(x, 1.0).entropy()",
    "D.Uniform(x, 1.0).mean",
    "D.Uniform(x, 1.0).variance",
    "D.Bernoulli(p).log_prob(t.ones(2, 3))",
    "D.Bernoulli(logits=x).log_prob(t.tensor([1.0, 0.0]))",
    "D.Bernoulli(logits=x).entropy()",
    "D.Bernoulli(p).entropy()",
    "D.Bernoulli(logits=x).variance",
    "D.Categorical(p).log_prob(k)",
    "D.Categorical(logits=p).log_prob(k)",
    "D.Categorical(logits=p[0]).log_prob(t.tensor(1))",
    "D.Categorical(p).entropy()",
    "D.Categorical(logits=p).entropy()",
    "D.Categorical(logits=p).probs",
    "D.Categorical(logits=p).perplexity()",
    "D.Multinomial(4, p).log_prob(t.tensor([[1.0, 2, 1], [4, 0, 0]]))",
    "D.Multinomial(4, logits=p).mean",
    "D.Multinomial(4, p).variance",
    "D.kl_divergence(D.Normal(x, x.exp()), D.Normal(0.0, 1.0))",
    "D.kl_divergence(D.Categorical(p), D.Categorical(logits=p[0]))",
    "D.kl_divergence(D.Categorical(p), D.Categorical(t.tensor([1.0, 0.0, 1.0])))",
)

TOLD = (
    "D.Normal(0.0, 1)",
    "D.Normal(x, 1.0)",
    "D.Uniform(0.0, 2.0)",
    "D.Bernoulli(0.5)",
    "D.Bernoulli(logits=x)",
    "D.Categorical(p)",
    "D.Categorical(logits=p)",
    "D.Multinomial(3, p)",
    "D.Multinomial(3, p).event_shape",
    "D.Categorical(p).enumerate_support()",
    "D.Categorical(p).mode",
    "D.Normal(x, 1).batch_shape",
    "D.Normal(x, 1).support",
)

REFUSED = (
    "D.Normal(0.0, -1.0)",
    "D.Normal(t.zeros(2), t.tensor([1.0, -1.0]))",
    "D.Uniform(2.0, 1.0)",
    "D.Bernoulli(1.5)",
    "D.Bernoulli()",
    "D.Categorical()",
    "D.Categorical(t.ones(2), t.ones(2))",
    "D.Categorical(t.tensor([-1.0, 2.0]))",
    "D.Categorical(t.tensor(1.0))",
    "D.Categorical(p).log_prob(t.tensor(3))",
    "D.Categorical(p).log_prob(1)",
    "D.Normal(0.0, 1.0).log_prob(t.tensor(float('nan')))",
    "D.Normal(x, 1.0).log_prob(t.ones(3))",
    "D.Bernoulli(0.5).log_prob(t.tensor(2.0))",
    "D.Uniform(0.0, 2.0).log_prob(t.tensor(3.0))",
    "D.Multinomial(4, p).log_prob(t.full((2, 3), 2.0))",
)


@pytest.mark.parametrize("expression", DIFFERENTIABLE)
def test_a_number_has_pytorchs_graph_and_gradient(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("expression", [*TOLD, *REFUSED])
def test_it_says_what_pytorch_says(expression: str) -> None:
    agree(GIVEN, f"repr({expression})")


@pytest.mark.parametrize(
    "made",
    [
        "Normal(x, 1.0)",
        "Uniform(x, 1.0)",
        "Bernoulli(p)",
        "Categorical(p)",
        "Multinomial(3, p)",
    ],
)
def test_what_is_drawn_has_a_shape_and_no_gradient(made: str) -> None:
    agree_on_story(
        f"""
        x = t.tensor([0.5, -0.25], requires_grad=True)
        p = t.full((2, 3), 0.5, requires_grad=True)
        for shape in ((), (4,), (4, 1)):
            drawn = t.distributions.{made}.sample(shape)
            say(drawn.shape, drawn.dtype, drawn.requires_grad)
        """
    )


@pytest.mark.parametrize("kind", ["Normal", "Uniform"])
def test_what_is_computed_from_noise_has_a_gradient(kind: str) -> None:
    agree_on_story(
        f"""
        low = t.tensor([0.5, -0.25], requires_grad=True)
        high = t.tensor([1.5, 3.0], requires_grad=True)
        drawn = t.distributions.{kind}(low, high).rsample((5,))
        drawn.sum().backward()
        say(graph(drawn), drawn.shape)
        """
    )


def test_counts_are_those_of_so_many_draws() -> None:
    av.manual_seed(0)
    fair = av.distributions.Multinomial(1000, av.tensor([0.2, 0.8]))
    counts = fair.sample((50,))
    assert {1000.0} == set(counts.sum(-1).tolist())
    assert abs(counts.mean(0)[0].item() - 200) < 15


def test_the_drawn_have_the_mean_and_the_width() -> None:
    av.manual_seed(0)
    for each in (av.distributions.Normal(2.0, 3.0), av.distributions.Uniform(-1, 5)):
        drawn = each.sample((20_000,))
        assert abs(drawn.mean().item() - each.mean.item()) < 0.1
        assert abs(drawn.std().item() - each.stddev.item()) < 0.1


def test_a_policy_gradient_is_recorded() -> None:
    logits = av.zeros(3, requires_grad=True)
    with av.record() as rec:
        policy = av.distributions.Categorical(logits=logits)
        action = policy.sample()
        loss = -policy.log_prob(action) * 2.0
        loss.backward()
    assert "LogsumexpBackward0" in [each.grad_fn for each in rec.trace.graph.nodes]
    assert logits.grad is not None
    assert abs(logits.grad.sum().item()) < 1e-6
    assert len(rec) > 10


def test_what_is_missing_says_so() -> None:
    with pytest.raises(NotImplementedError, match="kl_divergence of Normal and Unif"):
        av.distributions.kl_divergence(
            av.distributions.Normal(0, 1), av.distributions.Uniform(0, 1)
        )
    with pytest.raises(NotImplementedError, match="rsample"):
        av.distributions.Categorical(av.ones(2)).rsample()
