"""The table of operations, in teaching order, one family a file.

Each file has three parts: the rows (``Op``: forward, and for each input the
derivative as a rule to read and as a vjp to run), the functions with PyTorch's
signatures, and ``FACES``: under which names a function is found.

The folders are the sections of PyTorch's documentation:

- ``pointwise``: ``+``, ``exp``, ``clamp``, ``==``
- ``reduction``: ``sum``, ``max``, ``var``, ``sort``
- ``linalg``: ``@``, ``addmm``, ``einsum``, ``inv``, ``svd``
- ``shape``: ``reshape``, ``.T``, ``cat``, ``split``
- ``index``: ``x[1:3]``, ``gather``, ``where``
- ``methods``: ``clone``, ``to``, ``item``, ``copy_``
- ``nn``: ``relu``, ``softmax``, ``conv2d``, losses

Read ``pointwise/arithmetic`` first; each file ends with what comes next, and
``families`` lists them all. ``common`` and ``checks`` are tools for writing rows.
How to add one is told in ``docs/core.md``.

The rule language, in which ``Grad.rule`` is written, is Python's expression
syntax over a few names: ``g`` (the gradient that arrived), the operation's
parameters, ``result``, ``n`` (how many elements were reduced). A rule without
``g`` is a local derivative, to be multiplied with what arrived, element by
element.
"""
