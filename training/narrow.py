"""A branch of fewer and narrower layers that says what the larger one says.

Enters: the data folder, a shipped model with its branch. Leaves: the same model whose branch begins at a higher layer and
has fewer numbers between the two matrices of each feed-forward part, for less time a text. Those whose loss the others
make up for best go first (Hassibi and Stork 1993, for columns). Then the hidden states and heads of the smaller branch,
which reads the sentences that the program has it read, follow those of the larger one, which reads all, on the texts
alone (Hinton et al. 2015; Jiao et al. 2020); at last it learns on from what is annotated, as the larger one did.
"""

import time

import torch
from torch.nn import functional as F

from . import base, checkpoint, plan, relations, teach_links
from .encoder import some
from .linking import read
from .model import LINKS, Model
from .teach_links import Phase, Sampler
from .train import pieces

# Batches from which it is learnt what goes together, and how many numbers leave between two looks at it.
LOOKS, LEAVE = 24, 64
# Following: learning rates of the branch and of the heads.
RATE, RATE_HEADS = 2e-4, 1e-4
# The share of the time that it follows.
FOLLOWS = 0.6
PHASE = relations.PHASE
LEARNS = Phase(PHASE.shares, 1, 8e-5, 2e-4, PHASE.dropout, 1.0, PHASE.relations)


def survivors(down, mean, cov, count):
    """Which inputs of a layer stay, and its weight and bias without the others: the nearest to what it gave, where its
    inputs have this mean and covariance."""
    weight, kept = down.weight.detach(), torch.arange(len(mean))
    noise = 1e-4 * cov.diagonal().mean()
    fitted = weight
    while len(kept) > count:
        inverse = torch.linalg.inv(cov[kept][:, kept] + noise * torch.eye(len(kept)))
        harm = fitted.pow(2).sum(0) / inverse.diagonal()
        leave = min(LEAVE, len(kept) - count)
        kept = kept[harm.argsort()[leave:].sort().values]
        block = cov[kept][:, kept] + noise * torch.eye(len(kept))
        fitted = torch.linalg.solve(block, cov[kept] @ weight.T).T
    return kept, fitted, down.bias.detach() + weight @ mean - fitted @ mean[kept]


def inputs_of_down(model, batches):
    """Mean and covariance of what enters `down` in each layer of the branch."""
    sums = [[0.0, 0.0] for _ in model.branch.layers]
    seen = []
    hooks = [layer.down.register_forward_pre_hook(lambda _, given, at=at: seen.append((at, given[0].float())))
             for at, layer in enumerate(model.branch.layers)]

    def ask(input_ids, attention_mask, token_type_ids, rows):
        seen.clear()
        said = model.links(input_ids, attention_mask, token_type_ids, rows)
        for at, given in seen:
            known = given[rows >= 0]
            sums[at][0] += known.sum(0)
            sums[at][1] += known.T @ known
            if at == 0:
                ask.count += len(known)
        return said
    ask.count = 0
    with torch.no_grad():
        for batch in batches:
            read(ask, batch)
    for hook in hooks:
        hook.remove()
    means = [total / ask.count for total, _ in sums]
    return [(mean, square / ask.count - torch.outer(mean, mean)) for mean, (_, square) in zip(means, sums)]


def narrowed(teacher, tap, inner, batches):
    """A model whose branch goes on from layer `tap` and has so many numbers inside each feed-forward part, the rest as
    the teacher has it."""
    model = Model("default", links=True, inner=inner, tap=tap)
    rest = {name: value for name, value in teacher.state_dict().items() if not name.startswith("branch")}
    model.load_state_dict(rest, strict=False)
    every = list(zip(teacher.branch.layers, inputs_of_down(teacher, batches)))
    for mine, (theirs, moments) in zip(model.branch.layers, every[-len(model.branch.layers):]):
        kept, weight, bias = survivors(theirs.down, *moments, inner)
        state = theirs.state_dict() | {"down.weight": weight, "down.bias": bias}
        state |= {f"up.{part}": state[f"up.{part}"][kept] for part in ("weight", "bias")}
        mine.load_state_dict(state)
    return model


def asking(teacher, model):
    """What both branches say of the rows that the program has them read, the teacher knowing all; the layers below are
    asked once."""
    low, high = teacher.cfg["tap"], model.cfg["tap"]

    def ask(input_ids, attention_mask, token_type_ids, rows):
        with torch.no_grad():
            tapped, bias = teacher.encoder.tapped(input_ids, attention_mask, token_type_ids, low)
            theirs, _ = some(teacher.branch(tapped, bias), bias, rows)
            for layer in teacher.encoder.layers[low:high]:
                tapped = layer(tapped, bias)
        return {"mine": model.branch(*some(tapped, bias, rows)), "theirs": theirs}
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


def teach(data, work, folder, tap, inner, minutes):
    """The model in `folder` with a branch so short and narrow."""
    work.mkdir(parents=True, exist_ok=True)
    word_pieces = pieces()
    teacher = base.shipped(folder)
    by_source = relations.sources(data, work, teacher, word_pieces)
    sampler = Sampler(by_source, PHASE, word_pieces, plan.SEED)
    model = narrowed(teacher, tap, inner, [sampler.batch() for _ in range(LOOKS)]).eval()
    follow(model, teacher, by_source, word_pieces, work / f"follow-{tap}-{inner}.pt", minutes * FOLLOWS)
    teach_links.set_dropout(model, *LEARNS.dropout)
    teach_links.run(model, LEARNS, by_source, word_pieces, work / f"narrow-{tap}-{inner}.pt", minutes * (1 - FOLLOWS))
    return model.eval()
