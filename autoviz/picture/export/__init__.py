"""Pictures as files: one module per format, each from a view and steps to bytes.

Read ``svg`` first; ``png``, ``moving`` and ``pdf`` are made from its stills. ``flat``
and ``typesetting`` are what these share. Text has ``dot`` and ``markdown``. Which
format a path asks for is decided outside, in ``saving``.
"""
