"""Every row of what learners hit, as a small program: recorded, and what is said of it.

``raising.txt`` has programs that end with an error, ``silent.txt`` those that raise
nothing and are wrong, ``clean.txt`` those of which nothing is to be said. Below each
stands what its recording says, the same for PyTorch and for the numpy core. ``book``
reads them; ``python -m tests.programs`` writes anew what they say, after which somebody
has to read it.
"""
