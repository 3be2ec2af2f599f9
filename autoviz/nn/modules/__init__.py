"""The modules that networks are put together from, a file for each kind.

Which file has what is told in ``autoviz.nn``. ``making`` and ``typename`` have no
modules, but tools for writing them.

Next: ``module``.
"""
