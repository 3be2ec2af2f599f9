"""What networks are made of: activations, losses, layers.

``autoviz.nn.functional`` has them under PyTorch's names.

Next: ``relu_sigmoid_tanh``.
"""
