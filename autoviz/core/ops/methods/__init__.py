"""What is found as a method of a tensor only: copies, types, ways in and out.

Next: ``clone_detach``.
"""
