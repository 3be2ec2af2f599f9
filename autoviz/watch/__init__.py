"""What records: it watches a program run and writes down a ``Trace``.

Read ``source`` (where something was written), then ``writer`` (the verbs that
both sides call), then ``numpy_side`` (what watches our own core) and
``recorder`` (the with-block).
"""
