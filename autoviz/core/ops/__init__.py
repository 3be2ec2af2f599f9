"""The table of operations, in teaching order, one family a file.

Each file has three parts: the rows (``Op``: forward, and for each input the
derivative as a rule to read and as a vjp to run), the functions with PyTorch's
signatures, and ``FACES``: under which names a function is found.

Read ``arithmetic`` first; then ``powers``, ``elementwise``, ``nonlinear``,
``reduction``, ``matmul``, ``shape``, ``indexing``, ``comparison``, ``choice``. The
others are for when they are met: each says at its end what comes next.

The rule language, in which ``Grad.rule`` is written, is Python's expression
syntax over a few names: ``g`` (the gradient that arrived), the operation's
parameters, ``result``, ``n`` (how many elements were reduced). A rule without
``g`` is a local derivative, to be multiplied with what arrived, element by
element.
"""
