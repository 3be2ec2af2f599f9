"""The programs of ``autoviz pages``, each with what is to be said about it.

Each is an ordinary script. Its docstring is the text of the page: a line of what it
is about, then paragraphs with a heading before the colon. The tests run the same lines
with PyTorch and compare.
"""
