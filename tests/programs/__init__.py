"""Every row of what learners hit, as a small program: recorded, and what is said of it.

A program is a text in which ``t`` is the library. ``raising`` has those that end with an
error, ``silent`` those that raise nothing and are wrong, ``clean`` those of which nothing
is to be said.
"""
