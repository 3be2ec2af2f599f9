"""Several recordings side by side, stepping together.

``linked`` says which of their steps go together, ``placed`` gives equal graphs equal
places, ``differences`` says what differs at each moment, and ``document`` is what the
player gets.
"""
