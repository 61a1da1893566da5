"""Saves and resumes a run.

Enters: the state of a run. Leaves: one file, replaced atomically.
"""

import os

import torch


def save(path, model, optimiser, state):
    """Writes weights, optimiser and counters."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "state": state}, draft)
    os.replace(draft, path)


def load(path, model, optimiser=None):
    """Fills model and optimiser; the counters, or None when there is no file."""
    if not path.exists():
        return None
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    if optimiser is not None:
        optimiser.load_state_dict(saved["optimiser"])
    return saved["state"]
