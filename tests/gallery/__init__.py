"""Small programs, and what each says and looks like, kept as text.

``programs/`` has scripts of a few lines, as a learner writes them: next to the five of
``autoviz demo`` every behaviour and every mistake that can be seen. Of each program
``golden/`` keeps the text of all steps, and one or two steps as pictures. Somebody has
looked at these; a change of them is to be looked at too::

    python -m tests.gallery               # write them anew, then read the difference
    python -m tests.gallery --sheets DIR  # the pictures, several on a sheet, as PNG

Next: ``chapters``, which says what there is.
"""
