"""The training loop.

Enters: parts by source, a budget in minutes or steps. Leaves: a checkpoint file
in the work folder and a log line now and then. Resumes by itself. Progress is
time or steps used over time or steps given, so that a busy machine still ends
with the whole schedule behind it.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional as F

from . import base, checkpoint, plan
from .evaluate import predict, score
from .model import Model
from .paths import minilm_dir
from .sampler import Sampler, targets, tensors
from .words import Pieces


@dataclass
class Stage:
    """One model of the recipe: its name in `plan.RECIPES`, its size, and the checkpoint it
    starts from."""

    name: str
    size: str
    start: Path | None = None


@dataclass
class Budget:
    """When a run ends: after minutes of wall time, or after steps when given."""

    minutes: float
    steps: int | None = None
    evals: int = 3

    def progress(self, state):
        """0..=1."""
        used, given = (state["step"], self.steps) if self.steps is not None else (state["seconds"], 60 * self.minutes)
        return used / given


def pieces():
    """The word pieces of the base vocabulary."""
    return Pieces(minilm_dir() / "vocab.txt")


def runner(model):
    """Model to a function from tensors to fp32 logits, without gradients."""
    def run(ids, mask, shapes):
        with torch.inference_mode():
            return model(ids, mask, shapes)["ner"].float()
    return run


def fast_runner(model):
    """As `runner`, in bfloat16: for bulk labelling, not for scores."""
    run = runner(model)

    def fast(ids, mask, shapes):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return run(ids, mask, shapes)
    return fast


def new_model(stage):
    """A model with the base encoder and untrained heads, or from a larger one of an earlier stage."""
    torch.manual_seed(plan.SEED)
    model = Model(stage.size)
    if stage.start is None:
        base.fill(model.encoder, model.cfg)
    else:
        base.from_larger(model, torch.load(stage.start, weights_only=True)["model"])
    return model


def optimiser_for(model, recipe):
    """AdamW; shape classes and heads, which are new, learn faster; no decay on vectors."""
    groups = {}
    for name, p in model.named_parameters():
        fresh = name.startswith("heads") or "shapes" in name
        groups.setdefault((fresh, p.dim() > 1), []).append(p)
    return torch.optim.AdamW(
        [{"params": ps, "base": recipe.rate_new if fresh else recipe.rate,
          "weight_decay": plan.WEIGHT_DECAY if decay else 0.0} for (fresh, decay), ps in groups.items()],
        lr=0.0, betas=(0.9, 0.98), fused=True)


def step(model, optimiser, batch, factor):
    """One update; the mean loss."""
    ids, mask, shapes, labels = tensors(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(ids, mask, shapes)["ner"]
    want = targets(batch, labels)
    known = want.sum((0, 1, 2))
    if not known:  # a batch that is masked as a whole
        return 0.0
    loss = -(want * logits.float().log_softmax(-1)).sum() / known
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    for group in optimiser.param_groups:
        group["lr"] = group["base"] * factor
    optimiser.step()
    optimiser.zero_grad()
    return loss.item()


def train(parts_by_source, stage, budget, path: Path, dev):
    """Runs to the end of the budget; returns the trained model. `parts_by_source` is asked for
    the parts when there is something left to train; `dev` is only scored."""
    word_pieces, model, recipe = pieces(), new_model(stage), plan.RECIPES[stage.name]
    optimiser = optimiser_for(model, recipe)
    state = checkpoint.load(path, model, optimiser) or {"step": 0, "seconds": 0.0, "pieces": 0, "evals": 0}
    if budget.progress(state) >= 1:
        return model.eval()
    sampler = Sampler(parts_by_source(), recipe.tokens, plan.SEED + state["step"])
    torch.manual_seed(plan.SEED + state["step"])
    saved, mean = time.time(), None
    while (progress := budget.progress(state)) < 1:
        model.train()
        start = time.time()
        batch = sampler.batch(recipe.weights(progress))
        loss = step(model, optimiser, batch, plan.rate(progress))
        mean = loss if mean is None else 0.98 * mean + 0.02 * loss
        state["step"] += 1
        state["seconds"] += time.time() - start
        state["pieces"] += sum(map(len, batch))
        if state["step"] % 50 == 0:
            print(f"{stage.name} step {state['step']} progress {progress:.3f} loss {mean:.4f} "
                  f"pieces/s {state['pieces'] / state['seconds']:.0f}", flush=True)
        if time.time() - saved > 180:
            checkpoint.save(path, model, optimiser, state)
            saved = time.time()
        if progress * budget.evals >= state["evals"] + 1:
            state["evals"] += 1
            report(model, dev, word_pieces, state)
    checkpoint.save(path, model, optimiser, state)
    report(model, dev, word_pieces, state)
    return model.eval()


def report(model, dev, word_pieces, state):
    """Logs the dev score, when there is something to score."""
    if dev is None:
        return
    model.eval()
    result = score(dev, predict(dev, word_pieces, fast_runner(model)))
    line = " ".join(f"{kind} {r['f1']}" for kind, r in result.items())
    print(f"dev after {state['step']} steps, {state['seconds'] / 60:.1f} min: {line}", flush=True)
