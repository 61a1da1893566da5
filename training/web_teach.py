"""Teaches a model the properties of KnowledgeNet, and measures it on a fold that it has not seen.

Enters: passages with mentions. Leaves: what is told of the fold's passages, and the thresholds, which are chosen on a
tenth of the documents of the other folds that is not learnt from. A checkpoint a round; a run resumes from it.
"""

import random
import time
import zlib
from dataclasses import dataclass

import torch

from . import base, checkpoint, plan
from .model import Model
from .paths import MODELS
from .web_pairs import WebModel, batches, layouts, loss, tell
from .web_score import above, choose, scores, total


@dataclass
class Course:
    """How a size learns: rounds over the passages, padded pieces a batch, learning rates of the encoder and of what is
    new, dropout."""

    rounds: int
    tokens: int
    rate: float
    rate_new: float
    dropout: float = 0.1


COURSES = {"default": Course(12, 1000, 1.5e-4, 1e-3), "accurate": Course(6, 1000, 5e-5, 6e-4)}


def held_out(web):
    """Whether a passage is of the tenth of documents that thresholds are chosen on."""
    return zlib.crc32(web.document.encode()) % 10 == 0


def start(size, dropout):
    """The encoder that finds names, and a new head."""
    torch.manual_seed(plan.SEED)
    names = Model(size)
    base.from_shipped(names, MODELS / size)
    model = WebModel(size, dropout)
    model.encoder.load_state_dict(names.encoder.state_dict())
    return model


def optimiser_for(model, course):
    """AdamW; what is new learns faster; no decay on vectors."""
    groups = {}
    for name, p in model.named_parameters():
        groups.setdefault((not name.startswith("encoder"), p.dim() > 1), []).append(p)
    return torch.optim.AdamW(
        [{"params": ps, "base": course.rate_new if fresh else course.rate, "weight_decay": plan.WEIGHT_DECAY if decay else 0.0}
         for (fresh, decay), ps in groups.items()], lr=0.0, betas=(0.9, 0.98), fused=True)


def learn(model, course, laid, held, pieces, path):
    """All rounds; prints F1 of the held-out part after each."""
    optimiser = optimiser_for(model, course)
    state = checkpoint.load(path, model, optimiser) or {"round": 0, "seconds": 0.0}
    held_laid = layouts(held, pieces)
    while state["round"] < course.rounds:
        rng = random.Random(plan.SEED + state["round"])
        torch.manual_seed(plan.SEED + state["round"])
        model.train()
        begun, mean, todo = time.time(), [], batches(laid, course.tokens, rng)
        for at, batch in enumerate(todo):
            cost = loss(model, batch)
            cost.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * plan.rate((state["round"] + at / len(todo)) / course.rounds)
            optimiser.step()
            optimiser.zero_grad()
            mean.append(cost.item())
        state["round"] += 1
        state["seconds"] += time.time() - begun
        checkpoint.save(path, model, optimiser, state)
        said = tell(model, held, held_laid)
        f1 = scores(total(held, above(said, choose(held, said))))["all"]["f1"]
        print(f"{path.stem} round {state['round']} loss {sum(mean) / len(mean):.4f} held-out F1 {f1} "
              f"minutes {state['seconds'] / 60:.1f}", flush=True)
    return state


def fold(size, number, webs, pieces, work):
    """What is told of one fold by a model that learnt from the others: its passages, `told` for each, thresholds."""
    test = [w for w in webs if w.fold == number]
    rest = [w for w in webs if w.fold != number]
    held = [w for w in rest if held_out(w)]
    course = COURSES[size]
    model = start(size, course.dropout)
    laid = layouts([w for w in rest if not held_out(w)], pieces)
    print(f"fold {number}: {len(laid)} passages to learn from, {len(held)} held out, {len(test)} to test", flush=True)
    learn(model, course, laid, held, pieces, work / f"knowledgenet-{size}-{number}.pt")
    thresholds = choose(held, tell(model, held, layouts(held, pieces)))
    return test, above(tell(model, test, layouts(test, pieces)), thresholds), thresholds
