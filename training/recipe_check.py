"""Checks the recipe against a public benchmark: CoNLL-2003 English.

Enters: the data folder; a checkpoint of the default model, or the base weights. Leaves: printed
scores on eng.testb. The data is for research only: the weights stay in the work folder and are
never shipped, and nothing of CoNLL-2003 enters any other stage. Its MISC takes the label that
the shipped models use for NORP; both are four types. Tjong Kim Sang and De Meulder 2003.
"""

from collections import Counter

from .evaluate import ROOM, ratios, word_logits
from .labels import best_path, decode
from .sources.conll import columns, to_sent
from .sources.doc import Doc
from .train import Budget, Stage, pieces, runner, train
from .windows import parts

TYPES = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "NORP"}


def documents(data, part):
    """The documents of `train`, `testa` or `testb`."""
    path = data / "ner/conll2003" / f"eng.{part}"
    return [Doc("conll", f"{part}-{i}", [to_sent(s, TYPES) for s in doc]) for i, doc in enumerate(columns(path))]


def score(docs, model):
    """P, R, F1 of exact spans and types."""
    count = Counter()
    for doc, rows in zip(docs, word_logits(docs, pieces(), runner(model))):
        for sent, logits in zip(doc.sents, rows):
            want, have = set(sent.spans), set(decode(best_path(logits)))
            count.update(tp=len(want & have), fp=len(have - want), fn=len(want - have))
    return ratios(count)


def check(data, work, start, minutes, steps):
    """Trains on eng.train for a while and prints the scores of the other two parts."""
    word_pieces = pieces()
    stage = Stage("recipe-check", "default", start)
    budget = Budget(minutes, steps)
    path = work / f"recipe-check-{'base' if start is None else start.stem}.pt"
    model = train(lambda: {"conll": [parts(doc, word_pieces, ROOM) for doc in documents(data, "train")]},
                  stage, budget, path, None)
    model.eval()
    for part in ("testa", "testb"):
        print(part, score(documents(data, part), model), flush=True)
