"""Saves and resumes a run.

Enters: the state of a run. Leaves: one file, replaced atomically.
"""

import hashlib
import os
from pathlib import Path

import torch

from .paths import fail


def same_recipe(work):
    """Stops when the work folder was begun with other numbers or other readers: what lies in it
    would be taken for the work of these."""
    here = Path(__file__).parent
    files = [here / "plan.py", here / "model.py", *sorted((here / "sources").glob("*.py"))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    note = work / "recipe.sha256"
    if not note.exists():
        note.write_text(digest + "\n", encoding="utf-8")
    elif note.read_text(encoding="utf-8").strip() != digest:
        fail(f"The work folder {work} was begun with another recipe: give another one with --work, or empty it.")


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
