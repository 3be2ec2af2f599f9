"""Names and expressions longer than a card."""

import autoviz as av

with av.record() as rec:
    the_learning_rate_of_the_whole_network = av.tensor(0.5, requires_grad=True)
    an_input_that_has_been_standardized_before = av.tensor(4.0)
    result_of_the_computation_after_one_round = (
        the_learning_rate_of_the_whole_network * an_input_that_has_been_standardized_before
        + the_learning_rate_of_the_whole_network ** 2)
    result_of_the_computation_after_one_round.backward()
