"""The five programs of ``autoviz demo``, each an ordinary script.

They are what a learner would write, and they are run as such: by ``autoviz
demo``, by ``autoviz run``, and by the tests, which run the same lines with
PyTorch and compare.
"""
