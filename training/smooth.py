"""Makes the inputs of matrices even, so that eight bits hold them.

Enters: a model, typical windows. Leaves: the same function, computed so that no channel of an
activation is far larger than the others: what a channel loses, its row of the matrix gains. Large
encoders have a few channels twenty times as large as the rest, which would leave the rest two or
three bits. Xiao et al. 2023 (SmoothQuant), with most of the spread moved.
"""

import torch
from torch import nn

MOVED = 0.7


class Even(nn.Module):
    """A linear layer behind a factor for each input channel."""

    def __init__(self, linear, spread):
        super().__init__()
        self.register_buffer("factor", 1 / spread)
        self.linear = linear
        self.linear.weight.data = linear.weight.data * spread

    def forward(self, x):
        return self.linear(x * self.factor)


def spread(largest, weight):
    """By how much each channel is divided: at least 1, so that none grows."""
    raw = largest.clamp(min=1e-3) ** MOVED / weight.abs().amax(0).clamp(min=1e-3) ** (1 - MOVED)
    return (raw / raw.median()).clamp(min=1.0)


def smooth(model, windows):
    """Wraps the matrices of every layer that read a norm or the feed-forward's inside."""
    places = [(layer, name) for layer in model.encoder.layers for name in ("joint", "up", "down")]
    largest = {}

    def watch(place):
        def see(_, inputs):
            top = inputs[0].abs().flatten(0, -2).amax(0)
            largest[place] = torch.maximum(largest.get(place, top), top)
        return see

    hooks = [getattr(*place).register_forward_pre_hook(watch(place)) for place in places]
    with torch.inference_mode():
        for ids, shapes in windows:
            model(torch.from_numpy(ids), None, torch.from_numpy(shapes))
    for hook in hooks:
        hook.remove()
    for layer, name in places:
        linear = getattr(layer, name)
        setattr(layer, name, Even(linear, spread(largest[layer, name].clone(), linear.weight.data)))
