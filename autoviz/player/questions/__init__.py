"""What a learner is asked before a step is shown, and what a wrong answer tells.

Every answer is computed from the run, and so is what is wrong: a *slip* is an answer
somebody gives who believes something that is not so, with the name of that belief.
``asked`` says what a question is; ``number``, ``next``, ``grad``, ``shape`` and
``fine`` each make one kind; ``misconceptions`` has the slips of numbers; ``automatic``
chooses the steps where asking is worth it, when no teacher has.
"""
