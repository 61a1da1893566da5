"""Runs inside the interpreter that has spaCy: names of JSONL texts, or a count for timing.

usage: spacy_names.py ARCHIVE.jsonl MODULE ner|full PROCESSES [OUT.jsonl]

MODULE is an installed package with a spaCy model: it has `load()`, or `model_path()` with a folder.
With OUT the entities are written, one a line: doc, start, end, text, label (offsets in code points).
"""
import importlib, json, sys


def load(name):
    module = importlib.import_module(name)
    if hasattr(module, "load"):
        return module.load()
    import spacy
    return spacy.load(module.model_path())


def main():
    archive, name, pipes, processes = sys.argv[1:5]
    nlp = load(name)
    if pipes == "ner":
        nlp.select_pipes(enable=[pipe for pipe in ("tok2vec", "ner") if pipe in nlp.pipe_names])
    with open(archive, encoding="utf8") as f:
        records = [json.loads(line) for line in f]
    docs = nlp.pipe((r["text"] for r in records), n_process=int(processes), batch_size=32)
    out = open(sys.argv[5], "w", encoding="utf8") if len(sys.argv) > 5 else None
    count = 0
    for record, doc in zip(records, docs):
        for ent in doc.ents:
            count += 1
            if out:
                row = {"doc": record["id"], "start": ent.start_char, "end": ent.end_char, "text": ent.text, "label": ent.label_}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    if out:
        out.close()
    print(count)


if __name__ == "__main__":
    main()
