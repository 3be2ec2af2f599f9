"""The tests, one file for each module of ``autoviz``, in the same folders.

``python -m tests`` runs them all; ``__main__`` says how.
"""
