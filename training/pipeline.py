"""The recipe from end to end.

Enters: the data folder, a budget. Leaves: the files of `models/default` and a
scores file in the work folder. Stages: teacher on the sources as they are; the
teacher corrects them; student on the corrected ones; temperature; export.
"""

import pickle
import random

from . import clean, plan, sources
from .sources import gold
from .train import Budget, fast_runner, pieces, train
from .windows import parts

ROOM = 254
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


def corrected(by_source, model, path):
    """The sources with the teacher's labels; kept in the work folder for a resumed run."""
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
    path.write_bytes(pickle.dumps(by_source))
    return by_source


def fit(data, work, minutes, steps=None):
    """The trained student; `steps` is (teacher, student) and replaces the minutes."""
    work.mkdir(parents=True, exist_ok=True)
    dev = gold.raw(data, "dev")
    by_source = sources.load(data)
    by_source["gold"], _ = held_out(by_source["gold"])
    first, second = steps or (None, None)
    share = plan.TEACHER_SHARE
    teacher = train(to_parts(by_source), "teacher", Budget(minutes * share, first, 2),
                    work / "teacher.pt", dev)
    by_source = corrected(by_source, teacher, work / "corrected.pickle")
    return train(to_parts(by_source), "student", Budget(minutes * (1 - share), second, 4),
                 work / "student.pt", dev)
