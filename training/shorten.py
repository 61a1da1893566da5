"""A branch of fewer layers that says what a longer one says.

Enters: the data folder, a shipped model with its branch. Leaves: the same model with a branch that begins at a later
layer of the encoder, for less time a text. First its hidden states and heads follow those of the longer one, on the
texts alone (Hinton et al. 2015; Jiao et al. 2020); then it learns on from what is annotated, as the longer one did.
"""

import time

import torch
from torch.nn import functional as F

from . import base, checkpoint, plan, relations, teach_links
from .linking import read
from .model import LINKS, Model
from .teach_links import Phase, Sampler
from .train import pieces

# Following: learning rates of the branch and of the heads.
RATE, RATE_HEADS = 4e-4, 2e-4
# The share of the time that it follows.
FOLLOWS = 0.6
PHASE = relations.PHASE
LEARNS = Phase(PHASE.shares, 1, 8e-5, 2e-4, PHASE.dropout, 1.0, PHASE.relations)


def shortened(teacher, layers):
    """A model whose branch has so many layers, begun as the last ones of the teacher's."""
    model = Model("default", links=True, tap=teacher.cfg["layers"] - layers)
    state = {name: value for name, value in teacher.state_dict().items() if not name.startswith("branch")}
    model.load_state_dict(state, strict=False)
    for mine, theirs in zip(model.branch.layers, teacher.branch.layers[-layers:]):
        mine.load_state_dict(theirs.state_dict())
    return model


def asking(teacher, model):
    """What both branches say of windows; the layers below are asked once."""
    def ask(input_ids, attention_mask, token_type_ids):
        with torch.no_grad():
            x, bias = teacher.encoder.embed(input_ids, attention_mask, token_type_ids)
            for count, layer in enumerate(teacher.encoder.layers[:model.cfg["tap"]], 1):
                x = layer(x, bias)
                early = x if count == teacher.cfg["tap"] else early if count > teacher.cfg["tap"] else None
            theirs = teacher.branch(early, bias)
        return {"mine": model.branch(x, bias), "theirs": theirs}
    return ask


def unlike(mine, theirs):
    """The mean squared difference, as a share of the variance."""
    return F.mse_loss(mine, theirs) / theirs.var().clamp(min=1e-6)


def follow(model, teacher, by_source, word_pieces, path, minutes):
    """Follows the teacher to the end of its budget; resumes from its checkpoint."""
    heads = [p for name in LINKS for p in model.heads[name].parameters()]
    optimiser = torch.optim.AdamW([{"params": list(model.branch.parameters()), "base": RATE},
                                   {"params": heads, "base": RATE_HEADS}], lr=0.0, betas=(0.9, 0.98), fused=True)
    state = checkpoint.load(path, model, optimiser) or {"step": 0, "seconds": 0.0, "pieces": 0}
    sampler = Sampler(by_source, PHASE, word_pieces, plan.SEED + state["step"])
    ask, mean, saved = asking(teacher, model), 0.0, time.time()
    while (progress := state["seconds"] / (60 * minutes)) < 1:
        begun = time.time()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said, known, _ = read(ask, sampler.batch())
        mine, theirs = said["mine"][known].float(), said["theirs"][known].float()
        with torch.no_grad():
            goals = {name: teacher.heads[name](theirs) for name in LINKS}
        loss = unlike(mine, theirs) + sum(unlike(model.heads[name](mine), goals[name]) for name in LINKS)
        teach_links.descend(optimiser, loss, progress)
        mean = loss.item() if not mean else 0.97 * mean + 0.03 * loss.item()
        state["step"] += 1
        state["seconds"] += time.time() - begun
        state["pieces"] += int(known.sum())
        if state["step"] % 50 == 0:
            print(f"follow step {state['step']} progress {progress:.3f} unlike {mean:.4f} "
                  f"pieces/s {state['pieces'] / state['seconds']:.0f}", flush=True)
        if time.time() - saved > 180:
            checkpoint.save(path, model, optimiser, state)
            saved = time.time()
    checkpoint.save(path, model, optimiser, state)


def teach(data, work, folder, layers, minutes):
    """The model in `folder` with a branch of so many layers."""
    work.mkdir(parents=True, exist_ok=True)
    word_pieces = pieces()
    teacher = Model("default", links=True)
    base.from_shipped(teacher, folder, branch=True)
    teacher.eval()
    by_source = relations.sources(data, work, teacher, word_pieces)
    model = shortened(teacher, layers).eval()
    follow(model, teacher, by_source, word_pieces, work / f"follow-{layers}.pt", minutes * FOLLOWS)
    teach_links.set_dropout(model, *LEARNS.dropout)
    teach_links.run(model, LEARNS, by_source, word_pieces, work / f"shorten-{layers}.pt", minutes * (1 - FOLLOWS))
    return model.eval()
