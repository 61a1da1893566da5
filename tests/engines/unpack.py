"""Takes files out of a Python wheel, without their folders.

Enters: WHEEL FOLDER PATTERN...  Leaves: the matching files in FOLDER; with a pattern that ends in
`/`, everything below that folder of the wheel, folders kept.
"""

import fnmatch
import pathlib
import shutil
import sys
import zipfile

wheel, folder, *patterns = sys.argv[1:]
found = 0
with zipfile.ZipFile(wheel) as files:
    for info in files.infolist():
        for pattern in patterns:
            if pattern.endswith("/") and info.filename.startswith(pattern):
                path = pathlib.Path(folder, pathlib.Path(pattern).name,
                                    info.filename.removeprefix(pattern))
            elif fnmatch.fnmatchcase(info.filename, pattern):
                path = pathlib.Path(folder, pathlib.Path(info.filename).name)
            else:
                continue
            if info.is_dir():
                continue
            found += 1
            path.parent.mkdir(parents=True, exist_ok=True)
            with files.open(info) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
if not found:
    sys.exit(f"{wheel}: nothing in it matches {patterns}")
