"""Measures the name matcher on public data beside the project and prints the table of docs/MATCHING.md.

Enters: the program (--program) and the folder of evaluation data (--data or UNRAVEL_DATA) with
names/name_bench, names/yente_bench and lists/ofac_2022. Leaves: Markdown on standard output, or in --table FILE.

    python3 tests/bench/matching.py --program target/release/unravel --table docs/MATCHING.md
"""

import argparse
import csv
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

SEED, SAMPLE = 2022, 1500
BENCH = "names/name_bench/cases.csv"
FROZEN = "names/name_bench/run_data/logicv2-frozen.csv"
OFAC = "lists/ofac_2022"
YENTE = "names/yente_bench/contrib/candidate_generation_benchmark/fixtures"
MARK = "<!-- made by tests/bench/matching.py from here on -->\n"


def run(program, *args):
    return subprocess.run([program, "compare", *map(str, args)], check=True, capture_output=True, text=True).stdout


def write(folder, name, header, rows):
    path = Path(folder) / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def rank(program, folder, entries, queries, limit=2):
    """The best entries for each query, and milliseconds a query (reading the list included)."""
    listed = write(folder, "list.csv", ["id", "name", "schema"], entries)
    wanted = write(folder, "queries.csv", ["name", "schema"], queries)
    start = time.time()
    out = run(program, "--rank", listed, "--queries", wanted, "--limit", limit)
    spent = (time.time() - start) * 1000 / max(len(queries), 1)
    rows = list(csv.DictReader(out.splitlines()))
    found, at = [], 0
    for name, _ in queries:
        mine = []
        while at < len(rows) and rows[at]["query"] == name and int(rows[at]["rank"]) == len(mine) + 1:
            mine.append(rows[at])
            at += 1
        found.append(mine)
    return found, spent


def words(name):
    return re.findall(r"[a-z0-9]+", name.lower())


def failure(alias, own, found):
    """The class of a failure, by rules that look at the three names only."""
    a, b = set(words(alias)), set(words(own))
    if any(row["name"] == own for row in found):
        return "tie with an entry of the same name"
    letters = "".join(w[0] for w in words(own))
    if len(words(alias)) == 1 and len(alias) <= 6 and alias.lower().replace(".", "") in letters:
        return "acronym"
    if not a & b:
        near = any(x[:3] == y[:3] and len(x) > 3 for x in a for y in b)
        return "other spelling of every word" if near else "shares nothing"
    if a < b or b < a:
        return "shorter or longer form, another entry nearer"
    return "shares some words, another entry nearer"


def bench(program, data):
    cases = data / BENCH
    lines = run(program, "--pairs", cases).splitlines()
    frozen = list(csv.DictReader((data / FROZEN).open(encoding="utf-8")))
    hits = Counter(row["outcome"] for row in frozen)
    p, r = hits["TP"] / (hits["TP"] + hits["FP"]), hits["TP"] / (hits["TP"] + hits["FN"])
    yield "### Pairs: name_bench (development data: weights were set on it)\n"
    yield "```text\n" + "\n".join(lines) + "\n```\n"
    yield f"nomenklatura's logic_v2 on the same pairs, by the run stored beside them: P {p:.3f}, R {r:.3f}, F1 {2 * p * r / (p + r):.3f}.\n"


def ofac(program, data, folder):
    def read(name):
        with (data / OFAC / name).open(encoding="latin-1", newline="") as file:
            return [row for row in csv.reader(file) if len(row) > 3]

    primary = {row[0]: (row[1], row[2].strip()) for row in read("sdn.csv")}
    aliases = [(row[0], row[3]) for row in read("alt.csv") if row[0] in primary]
    sample = random.Random(SEED).sample(aliases, SAMPLE)
    entries = [(key, name, kind if kind != "-0-" else "Organization") for key, (name, kind) in primary.items()]
    yield f"### Ranking: OFAC 2022, each alias against the {len(entries)} primary names\n"
    yield "| aliases | first: all | first: individuals | first: others | ms a query |"
    yield "|---|---|---|---|---|"
    for title, chosen in [(f"sample of {SAMPLE}, seed {SEED}", sample), ("all", aliases)]:
        queries = [(alias, primary[key][1] if primary[key][1] != "-0-" else "Organization") for key, alias in chosen]
        found, spent = rank(program, folder, entries, queries)
        hit, of, missed = Counter(), Counter(), Counter()
        for (key, alias), rows in zip(chosen, found):
            person = primary[key][1] == "individual"
            of[person] += 1
            if rows and rows[0]["id"] == key:
                hit[person] += 1
            else:
                missed[failure(alias, primary[key][0], rows)] += 1
        share = lambda part, whole: f"{100 * part / whole:.1f} % of {whole}"
        yield (f"| {title} | {share(sum(hit.values()), len(chosen))} | {share(hit[True], of[True])} | "
               f"{share(hit[False], of[False])} | {spent:.1f} |")
    yield "What fails, of all aliases:\n"
    yield "| class | aliases |\n|---|---|"
    for name, count in missed.most_common():
        yield f"| {name} | {count} |"
    yield ""


def yente(program, data, folder):
    """UN names: each untreated name is the list, the treated ones (typos, other order) the queries; names of
    people who are on no list must find nothing."""
    def names(name):
        with (data / YENTE / name).open(encoding="utf-8", newline="") as file:
            return [row["full_name"] for row in csv.DictReader(file)]

    def some(name):
        return random.Random(SEED).sample(names(name), 5000)

    clean, treated = names("positives_un_untreated.csv"), names("positives_un_treated.csv")
    entries = [(at, name, "Person") for at, name in enumerate(clean)]
    yield "### Screening: yente_bench (never looked at while weights were set)\n"
    yield f"The list: {len(entries)} names of the United Nations' list.\n"
    yield "| names sought | number | found at the default threshold | own entry first |"
    yield "|---|---|---|---|"
    for title, queries, own in [
        ("the same, with typos and in other order", treated, True),
        ("people on no list, United States", some("negatives_us.csv"), False),
        ("people on no list, the world", some("negatives_global.csv"), False),
    ]:
        found, _ = rank(program, folder, entries, [(name, "Person") for name in queries])
        matched = sum(bool(rows) and float(rows[0]["score"]) >= 0.8 for rows in found)
        first = sum(bool(rows) and clean[int(rows[0]["id"])] == clean[at] for at, rows in enumerate(found)) if own else None
        right = f"{100 * first / len(queries):.1f} %" if own else "-"
        yield f"| {title} | {len(queries)} | {100 * matched / len(queries):.1f} % | {right} |"
    yield ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/unravel")
    parser.add_argument("--data", default=os.environ.get("UNRAVEL_DATA", "../shared/data"), type=Path)
    parser.add_argument("--table", type=Path, help="file whose part after the mark is replaced")
    args = parser.parse_args()
    if not (args.data / BENCH).exists():
        sys.exit(f"SKIPPED: no evaluation data in {args.data}")
    with tempfile.TemporaryDirectory() as folder:
        lines = [*bench(args.program, args.data), *ofac(args.program, args.data, folder), *yente(args.program, args.data, folder)]
    text = "\n".join(lines)
    if args.table:
        kept = args.table.read_text(encoding="utf-8").split(MARK)[0]
        args.table.write_text(kept + MARK + "\n" + text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
