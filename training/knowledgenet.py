"""Cross-validation on KnowledgeNet: which facts are found in a text of the web, entities not given.

Enters: the data folder, a shipped model that finds names, folds. Leaves: a table of precision, recall and F1 by
property and by fold (`web_score` says how they count), and `knowledgenet-MODEL.json` in the work folder. For each
fold a model learns from the three others. It starts from the encoder that finds names, not from the branch that
knows relations: that one has learnt from all folds. The shipped encoders have read these passages for names, by the
opinions of another model; no fact of KnowledgeNet went into them. The publishers score a fifth fold, whose facts
they keep to themselves.
"""

import json
from collections import Counter, defaultdict

from . import base, web_teach
from .model import Model
from .paths import MODELS
from .sources.web import PROPERTIES, web
from .train import pieces
from .web_mentions import add_mentions, span
from .web_score import overlap, scores, total


def reach(webs):
    """The share of facts whose both ends are among the mentions: no recall is higher."""
    found = count = 0
    for w in webs:
        spans = [span(w, m) for m in w.passage.names]
        for _, *ends in w.facts:
            count += 1
            subject, object = ({i for i, s in enumerate(spans) if overlap(s, end)} for end in ends)
            found += any(i != j for i in subject for j in object)
    return found / max(1, count)


def table(title, result):
    """Prints precision, recall and F1 by property."""
    print(f"\n{title}\n  {'':22} {'P':>6} {'R':>6} {'F1':>6} {'tp':>5} {'fp':>5} {'fn':>5}")
    for name, r in result.items():
        ratios = " ".join(f"{'-' if r[key] is None else format(r[key], '.2f'):>6}" for key in ("p", "r", "f1"))
        print(f"  {name:22} {ratios} {r['tp']:5} {r['fp']:5} {r['fn']:5}", flush=True)


def measure(data, work, size, folds):
    """Measures the folds one after the other; what is done is not done again."""
    work.mkdir(parents=True, exist_ok=True)
    word_pieces, path = pieces(), work / f"knowledgenet-{size}.json"
    names = Model(size)
    base.from_shipped(names, MODELS / size)
    webs = add_mentions(web(data), names.eval(), word_pieces)
    print(f"{len(webs)} passages, {sum(len(w.facts) for w in webs)} facts; "
          f"both ends are mentions in {100 * reach(webs):.1f} %", flush=True)
    by_fold = json.loads(path.read_text(encoding="utf-8"))["folds"] if path.exists() else {}
    for number in folds:
        if str(number) not in by_fold:
            test, told, thresholds = web_teach.fold(size, number, webs, word_pieces, work)
            by_fold[str(number)] = {"thresholds": thresholds, "scores": scores(total(test, told))}
        table(f"fold {number}", by_fold[str(number)]["scores"])
        result = {"model": size, "all": together(by_fold), "folds": by_fold}
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    table("folds " + ", ".join(sorted(by_fold)), result["all"])


def together(by_fold):
    """The scores of all folds as one."""
    counts = defaultdict(Counter)
    for entry in by_fold.values():
        for name in PROPERTIES:
            counts[name].update({key: entry["scores"][name][key] for key in ("tp", "fp", "fn")})
    return scores(counts)
