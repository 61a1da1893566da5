"""The command line: `python -m training {run,dry-run,evaluate}`.

Enters: options. Leaves: the shipped model, counts, or scores. Exit status 2 when
the data folder or the base encoder is absent.
"""

import argparse
import os
from pathlib import Path


def arguments():
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m training", description="Trains the named-entity model.")
    parser.add_argument("command", choices=["run", "dry-run", "evaluate"],
                        help="run: train and export; dry-run: read all data, print counts; "
                             "evaluate: score models/default on gold/dev")
    parser.add_argument("--data", help="data folder (default: $UNRAVEL_DATA, else ../shared/data)")
    parser.add_argument("--work", type=Path, default=None,
                        help="scratch folder for checkpoints; a run resumes from it (default: target/training)")
    parser.add_argument("--out", type=Path, default=None, help="where the model goes (default: models/default)")
    parser.add_argument("--minutes", type=float, default=55.0, help="wall time of both stages together")
    parser.add_argument("--steps", type=int, nargs=2, metavar=("TEACHER", "STUDENT"),
                        help="steps of each stage, instead of --minutes: gives the same run on any machine")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--predictions", type=Path, help="evaluate: also write the predicted spans, JSON")
    return parser.parse_args()


def main():
    """Parses, checks the data folder, hands over."""
    args = arguments()
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from . import commands, paths
    data = paths.data_dir(args.data)
    work, out = args.work or paths.ROOT / "target" / "training", args.out or paths.MODEL_DIR
    commands.threads(args.threads)
    if args.command == "dry-run":
        commands.dry_run(data)
    elif args.command == "evaluate":
        commands.evaluate(data, out, args.predictions)
    else:
        commands.run(data, work, out, args)


main()
