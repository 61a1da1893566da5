"""The recipe from end to end.

Enters: the data folder, a budget. Leaves: trained models by size, checkpoints in the work
folder. Stages: a scout learns the sources as they are and corrects them; a junior of the
default size and the accurate model learn the corrected ones; the accurate model says what it
thinks of every word, also of texts that nobody annotated; from that the junior becomes the
default model, and the default the fast one.
"""

import pickle
import random

from . import checkpoint, clean, opinions, plan, sources
from .evaluate import ROOM
from .sampler import tensors
from .sources import gold
from .train import Budget, Stage, fast_runner, pieces, train
from .windows import pack, parts

KEPT = {"gold", "btc"}
SILVER = {"gmb"}


def held_out(docs):
    """Gold training documents split into training and calibration, by a fixed seed."""
    docs = sorted(docs, key=lambda doc: doc.name)
    random.Random(plan.SEED).shuffle(docs)
    cut = round(plan.HELD_OUT * len(docs))
    return docs[cut:], docs[:cut]


def to_parts(by_source):
    """Source name to the parts of its documents."""
    word_pieces = pieces()
    return {name: [parts(doc, word_pieces, ROOM) for doc in docs] for name, docs in by_source.items()}


def windows(docs):
    """Inputs of whole documents, `(input_ids, token_type_ids)` each int64 [1, seq]."""
    word_pieces, out = pieces(), []
    for doc in docs:
        for window in pack(parts(doc, word_pieces, ROOM), ROOM):
            ids, _, shapes, _ = tensors([window])
            out.append((ids.numpy(), shapes.numpy()))
    return out


def corrected(by_source, model, path):
    """The sources with the scout's labels; kept in the work folder for a resumed run."""
    if path.exists():
        return pickle.loads(path.read_bytes())
    word_pieces, run = pieces(), fast_runner(model)
    for name, docs in by_source.items():
        if name in KEPT:
            continue
        open_docs = docs if name in SILVER else [doc for doc in docs if clean.has_mask(doc)]
        for at in range(0, len(open_docs), 500):
            clean.relabel(open_docs[at:at + 500], word_pieces, run, silver=name in SILVER)
        print(f"relabelled {name}", flush=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(pickle.dumps(by_source))
    draft.rename(path)
    return by_source


class Run:
    """One run of the recipe in a work folder: each stage starts where an earlier run stopped."""

    def __init__(self, data, work, minutes, steps):
        work.mkdir(parents=True, exist_ok=True)
        checkpoint.same_recipe(work)
        self.data, self.work, self.minutes, self.steps = data, work, minutes, steps or {}
        self.dev = gold.raw(data, "dev")

    def stage(self, name, size, by_source, start=None):
        """The model of a stage, trained to the end of its budget. `by_source` and the result
        are computed when needed."""
        path = self.work / f"{name}.pt"
        budget = Budget(self.minutes * plan.TIME[name], self.steps.get(name))
        stage = Stage(name, size, start and self.work / f"{start}.pt")
        return train(lambda: to_parts(by_source()), stage, budget, path, self.dev)

    def sources(self):
        """The sources as they are, without the held-out gold documents."""
        by_source = sources.load(self.data)
        by_source["gold"], _ = held_out(by_source["gold"])
        return by_source

    def fit(self):
        """All stages; trained models by size."""
        scout = self.stage("scout", "default", self.sources)
        by_source = corrected(self.sources(), scout, self.work / "corrected.pickle")
        self.stage("junior", "default", lambda: by_source)
        accurate = self.stage("accurate", "accurate", lambda: by_source)
        taught = opinions.ask(by_source, self.data, accurate, self.work / "opinions")
        default = self.stage("default", "default", lambda: taught, "junior")
        fast = self.stage("fast", "fast", lambda: taught, "default")
        return {"accurate": accurate, "default": default, "fast": fast}
