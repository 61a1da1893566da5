"""What the accurate model thinks of every word: soft labels for the smaller models.

Enters: documents by source, the teacher. Leaves: the same documents, and texts that nobody
annotated, with probabilities [words, labels] beside the words. Hinton et al. 2015. Where a
source is silver, only the teacher speaks; where people annotated it, both do
(`sampler.targets`). One file a source, so that a stopped run goes on.
"""

import pickle

import numpy as np

from .evaluate import word_logits
from .labels import MASK
from .sources import unlabelled
from .train import fast_runner, pieces

SILENT = {"gmb"}


def ask(by_source, data, model, folder):
    """All sources with the teacher's probabilities."""
    folder.mkdir(parents=True, exist_ok=True)
    out = {}
    for name, docs in (by_source | unlabelled.unlabelled(data)).items():
        path = folder / f"{name}.pickle"
        if not path.exists():
            draft = path.with_suffix(".part")
            draft.write_bytes(pickle.dumps([soft(doc, rows, name) for doc, rows in answers(docs, model)]))
            draft.rename(path)
            print(f"asked about {name}: {len(docs)} documents", flush=True)
        out[name] = pickle.loads(path.read_bytes())
    return out


def answers(docs, model, step=400):
    """Each document with its logits by sentence."""
    model.eval()
    word_pieces, run = pieces(), fast_runner(model)
    for at in range(0, len(docs), step):
        chosen = docs[at:at + step]
        yield from zip(chosen, word_logits(chosen, word_pieces, run, overlap=32))


def soft(doc, rows, name):
    """The document with probabilities; silver labels are left out."""
    for sent, logits in zip(doc.sents, rows):
        sent.soft = logits.softmax(-1).numpy().astype(np.float16)
        if name in SILENT:
            sent.spans = [(at, at + 1, MASK) for at in range(len(sent.words))]
    return doc
