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

from . import checkpoint, plan
from .encoder import load_base
from .evaluate import predict, score
from .labels import IGNORE
from .model import Model
from .paths import base_dir
from .sampler import Sampler, tensors
from .words import Pieces


@dataclass
class Budget:
    """When a run ends: after minutes of wall time, or after steps when given."""

    minutes: float
    steps: int | None = None
    evals: int = 6

    def progress(self, state):
        """0..=1."""
        used, given = (state["step"], self.steps) if self.steps else (state["seconds"], 60 * self.minutes)
        return used / given


def pieces():
    """The word pieces of the base vocabulary."""
    return Pieces(base_dir() / "vocab.txt")


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


def new_model():
    """A model with the base encoder and untrained heads."""
    torch.manual_seed(plan.SEED)
    model = Model()
    load_base(model.encoder, base_dir(), model.cfg)
    return model


def optimiser_for(model):
    """AdamW; shape classes and heads, which are new, learn faster; no decay on vectors."""
    groups = {}
    for name, p in model.named_parameters():
        fresh = name.startswith("heads") or "shapes" in name
        groups.setdefault((fresh, p.dim() > 1), []).append(p)
    return torch.optim.AdamW(
        [{"params": ps, "base": plan.LR_NEW if fresh else plan.LR_ENCODER,
          "weight_decay": plan.WEIGHT_DECAY if decay else 0.0} for (fresh, decay), ps in groups.items()],
        lr=0.0, betas=(0.9, 0.98), fused=True)


def step(model, optimiser, batch, factor):
    """One update; the mean loss."""
    ids, mask, shapes, labels = tensors(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(ids, mask, shapes)["ner"]
    loss = F.cross_entropy(logits.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORE)
    if not torch.isfinite(loss):  # a batch that is masked as a whole
        return 0.0
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    for group in optimiser.param_groups:
        group["lr"] = group["base"] * factor
    optimiser.step()
    optimiser.zero_grad()
    return loss.item()


def train(parts_by_source, stage, budget, path: Path, dev):
    """Runs to the end of the budget; returns the trained model. `dev` is only scored."""
    word_pieces, model = pieces(), new_model()
    optimiser = optimiser_for(model)
    state = checkpoint.load(path, model, optimiser) or {"step": 0, "seconds": 0.0, "pieces": 0, "evals": 0}
    sampler = Sampler(parts_by_source, plan.TOKENS, plan.SEED + state["step"])
    torch.manual_seed(plan.SEED + state["step"])
    saved, mean = time.time(), None
    while (progress := budget.progress(state)) < 1:
        model.train()
        start = time.time()
        batch = sampler.batch(plan.weights(stage, progress))
        loss = step(model, optimiser, batch, plan.rate(progress))
        mean = loss if mean is None else 0.98 * mean + 0.02 * loss
        state["step"] += 1
        state["seconds"] += time.time() - start
        state["pieces"] += sum(map(len, batch))
        if state["step"] % 100 == 0:
            print(f"{stage} step {state['step']} progress {progress:.3f} loss {mean:.4f} "
                  f"pieces/s {state['pieces'] / state['seconds']:.0f}", flush=True)
        if time.time() - saved > 180:
            checkpoint.save(path, model, optimiser, state)
            saved = time.time()
        if progress * budget.evals >= state["evals"] + 1:
            state["evals"] += 1
            report(model, dev, word_pieces, state)
    checkpoint.save(path, model, optimiser, state)
    report(model, dev, word_pieces, state)
    return model


def report(model, dev, word_pieces, state):
    """Logs the dev score."""
    model.eval()
    result = score(dev, predict(dev, word_pieces, runner(model)))
    line = " ".join(f"{kind} {r['f1']}" for kind, r in result.items())
    print(f"dev after {state['step']} steps, {state['seconds'] / 60:.1f} min: {line}", flush=True)
