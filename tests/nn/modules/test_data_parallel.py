"""A wrapper for graphics cards, of which there are none."""

from __future__ import annotations

from tests.oracle import agree_on_story


def test_it_runs_the_module_under_another_name() -> None:
    agree_on_story(
        """
        inner = t.nn.Linear(2, 1)
        with t.no_grad():
            for p in inner.parameters():
                p.fill_(0.5)
        model = t.nn.DataParallel(inner, device_ids=None)
        say(repr(model), list(model.state_dict()), model.module is inner)
        loss = model(t.ones(3, 2)).sum()
        loss.backward()
        say(loss, graph(loss), inner.weight.grad)
        """
    )
