"""The stage that teaches a model who is who and who plays which part.

Enters: passages, a model that finds names. Leaves: the same model with a trained branch and the heads
`query`, `key` and `role`. The layers below the branch stay as they are, and so do the names it finds.
"""

import random
import time
from dataclasses import dataclass, field

import torch

from . import checkpoint, plan
from .linking import lay_out, link_losses, read, role_losses
from .paths import fail
from .relating import lay_pairs, relation_losses
from .rename import Renamer
from .substitute import substitute

ROOMS = [(256, 0.3), (192, 0.2), (128, 0.5)]
# Pieces a batch.
TOKENS = 3000


@dataclass
class Phase:
    """A part of the stage: shares of passages by source (`~`: with pronouns put for names), the first
    layer of the encoder whose copy in the branch learns, learning rates of the branch and of what is
    new, dropout below the branch and in it, and its share of the time."""

    shares: dict
    first: int
    rate: float
    rate_new: float
    dropout: tuple
    time: float = 0.5
    # How much a pair of mentions of each source counts; where this is empty no relations are learnt.
    relations: dict = field(default_factory=dict)


# The upper layers first; then, with more of the pronouns, also those below.
PHASES = [
    Phase({"gap": 0.36, "litbank": 0.07, "gum": 0.05, "gold": 0.32, "docred": 0.12, "gold~": 0.08},
          3, 2e-4, 8e-4, (0.1, 0.1)),
    Phase({"gap": 0.48, "litbank": 0.06, "gum": 0.05, "gold": 0.26, "docred": 0.10, "gold~": 0.05},
          1, 1.5e-4, 5e-4, (0.0, 0.03)),
]


class Sampler:
    """Batches of layouts; names are replaced by pronouns anew each time."""

    def __init__(self, by_source, phase, pieces, seed):
        self.shares, self.relations = phase.shares, phase.relations
        self.pairs = {}
        self.rng, self.pieces, self.by_source = random.Random(seed), pieces, by_source
        self.queue = {}
        self.renamer = Renamer([p for source in self.relations for p in by_source[source]])

    def draw(self, source):
        """The next passage; of those without marked pronouns the next in which a name can be replaced."""
        base = source.rstrip("~")
        for _ in range(2 * len(self.by_source[base])):
            if not self.queue.get(source):
                self.queue[source] = self.rng.sample(self.by_source[base], len(self.by_source[base]))
            passage = self.queue[source].pop()
            if base != "docred" and source == base:
                return passage
            if replaced := substitute(passage, self.rng):
                return replaced
        fail(f"No passage of {base} has a name that a pronoun could replace.")

    def batch(self):
        layouts, size = [], 0
        while size < TOKENS:
            source = self.rng.choices(*zip(*self.shares.items()))[0]
            room = self.rng.choices(*zip(*ROOMS))[0]
            passage = self.draw(source)
            pairs = self.pairs_of(source, passage)
            if source in self.relations:
                passage = self.renamer.rename(passage, self.rng)
            layout = lay_out(passage, self.pieces, room, some=True)
            layout.pairs = pairs
            layouts.append(layout)
            size += sum(len(ids) for ids, _ in layout.windows)
        return layouts

    def pairs_of(self, source, passage):
        """What is known of the passage's pairs of mentions, laid out once."""
        if source not in self.relations:
            return None
        if id(passage) not in self.pairs:
            self.pairs[id(passage)] = lay_pairs(passage)
        return self.pairs[id(passage)]


def groups(model, phase):
    """Parameter groups: what is new learns faster; no decay on vectors."""
    out, frozen = {}, phase.first - model.cfg["tap"]
    for name, p in model.named_parameters():
        fresh = name.startswith(("heads.query", "heads.key", "heads.role", "heads.pair", "link", "relate"))
        if fresh or name.startswith("branch") and int(name.split(".")[2]) >= frozen:
            out.setdefault((fresh, p.dim() > 1), []).append(p)
    return [{"params": ps, "base": phase.rate_new if fresh else phase.rate, "weight_decay": plan.WEIGHT_DECAY if decay else 0.0}
            for (fresh, decay), ps in out.items()]


def set_dropout(model, below, inside):
    """What falls out in training: below the branch, and in it."""
    for part, share in ((model.encoder, below), (model.branch, inside)):
        for module in part.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = share


def teach(model, by_source, pieces, work, minutes):
    """All phases; each resumes from its own checkpoint in the work folder."""
    for number, phase in enumerate(PHASES, 1):
        set_dropout(model, *phase.dropout)
        run(model, phase, by_source, pieces, work / f"links-{number}.pt", minutes * phase.time)
    return model.eval()


def descend(optimiser, loss, progress):
    """One step, at the rate of this progress."""
    loss.backward()
    torch.nn.utils.clip_grad_norm_([p for group in optimiser.param_groups for p in group["params"]], 1.0)
    for group in optimiser.param_groups:
        group["lr"] = group["base"] * plan.rate(progress)
    optimiser.step()
    optimiser.zero_grad()


def run(model, phase, by_source, pieces, path, minutes):
    """One phase to the end of its budget."""
    optimiser = torch.optim.AdamW(groups(model, phase), lr=0.0, betas=(0.9, 0.98), fused=True)
    state = checkpoint.load(path, model, optimiser) or {"step": 0, "seconds": 0.0, "pieces": 0}
    sampler = Sampler(by_source, phase, pieces, plan.SEED + state["step"])
    torch.manual_seed(plan.SEED + state["step"])
    mean, saved = [0.0, 0.0, 0.0], time.time()
    while (progress := state["seconds"] / (60 * minutes)) < 1:
        model.train()
        begun = time.time()
        layouts = sampler.batch()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out, known, starts = read(model.links, layouts)
        losses = [link_losses(model, out, layouts, starts), role_losses(out, layouts, starts)]
        parts = [torch.stack(loss).mean() if loss else torch.zeros(()) for loss in losses]
        parts.append(relation_losses(model, out, layouts, starts, phase.relations))
        descend(optimiser, sum(parts), progress)
        mean = [0.97 * m + 0.03 * p.item() for m, p in zip(mean, parts)]
        state["step"] += 1
        state["seconds"] += time.time() - begun
        state["pieces"] += int(known.sum())
        if state["step"] % 50 == 0:
            print(f"links step {state['step']} progress {progress:.3f} links {mean[0]:.4f} roles {mean[1]:.4f} relations {mean[2]:.4f} "
                  f"pieces/s {state['pieces'] / state['seconds']:.0f}", flush=True)
        if time.time() - saved > 180:
            checkpoint.save(path, model, optimiser, state)
            saved = time.time()
    checkpoint.save(path, model, optimiser, state)
