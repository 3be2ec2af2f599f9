"""Mathematics as a learner reads it: numbers, rules, matrices.

``numbers`` writes one number. ``language`` reads the rule of an operation
("exponent * self**(exponent - 1)"), ``rules`` says what it means, and ``textbook``
writes it with the learner's names in ("2·x"). ``flow`` does so for the edges of one
backward step, and ``grids`` makes a matrix that can be printed beside others.
"""
