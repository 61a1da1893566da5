"""The command line: `python -m training {run,links,relations,narrow,relations-data,knowledgenet,dry-run,evaluate,recipe-check}`.

Enters: options. Leaves: the shipped model, counts, or scores. Exit status 2 when
the data folder or the base encoder is absent.
"""

import argparse
import os
from pathlib import Path


def arguments():
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m training", description="Trains the models.")
    parser.add_argument("command", choices=["run", "links", "relations", "narrow", "relations-data", "knowledgenet",
                                            "dry-run", "evaluate", "recipe-check"],
                        help="run: train and export; links: teach the default model who is who and who plays "
                             "which part; relations: teach it who does what to whom; narrow: give it a branch of fewer and narrower layers "
                             "that says the same; relations-data: read all facts, print counts; "
                             "knowledgenet: text F1 on KnowledgeNet by cross-validation, entities not given; ships nothing; "
                             "dry-run: read all data, print counts; "
                             "evaluate: score the shipped models on gold/dev; "
                             "recipe-check: train on CoNLL-2003, score on its test part, ship nothing")
    parser.add_argument("--data", help="data folder (default: $UNRAVEL_DATA, else ../shared/data)")
    parser.add_argument("--work", type=Path, default=None,
                        help="scratch folder for checkpoints; a run resumes from it (default: target/training)")
    parser.add_argument("--out", type=Path, default=None, help="where the models go (default: models)")
    parser.add_argument("--minutes", type=float, default=160.0, help="wall time of all stages together")
    parser.add_argument("--steps", type=int, nargs="+",
                        metavar="STEPS",
                        help="steps of each stage (scout, junior, accurate, default, fast) instead of --minutes")
    parser.add_argument("--start", type=Path, help="recipe-check: checkpoint to start from (default: the base weights)")
    parser.add_argument("--inner", type=int, default=1024, help="narrow: numbers inside each feed-forward part of the branch")
    parser.add_argument("--tap", type=int, default=2, help="narrow: the layer from which the branch goes on")
    parser.add_argument("--model", choices=["default", "accurate"], default="default",
                        help="knowledgenet: the model to start from")
    parser.add_argument("--folds", type=int, nargs="+", choices=[1, 2, 3, 4], default=[1, 2, 3, 4], metavar="FOLD",
                        help="knowledgenet: the folds to test on, each after training on the others")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--predictions", type=Path, help="evaluate: also write the predicted spans into this folder")
    return parser.parse_args()


def main():
    """Parses, checks the data folder, hands over."""
    args = arguments()
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from . import commands, paths
    data = paths.data_dir(args.data)
    work, out = args.work or paths.ROOT / "target" / "training", args.out or paths.MODELS
    commands.threads(args.threads)
    if args.command == "dry-run":
        commands.dry_run(data)
    elif args.command == "evaluate":
        for folder in sorted(path.parent for path in out.glob("*/model.onnx")):
            commands.evaluate(data, folder, args.predictions and args.predictions / f"{folder.name}.json")
    elif args.command == "links":
        commands.teach_links(data, work, out, args)
    elif args.command == "relations":
        commands.teach_relations(data, work, out, args)
    elif args.command == "narrow":
        commands.narrow(data, work, out, args)
    elif args.command == "relations-data":
        from .relations_data import report
        report(data)
    elif args.command == "knowledgenet":
        from .knowledgenet import measure
        measure(data, work, args.model, args.folds)
    elif args.command == "recipe-check":
        from .recipe_check import check
        check(data, work, args.start, args.minutes, args.steps and args.steps[0])
    else:
        commands.run(data, work, out, args)


main()
