"""Annotated corpora -> documents with running text and gold names. Enters: the evaluation folder.
Leaves: texts, gold spans in code points, spans that do not count. Scores nothing.

Corpora that come as tokens are written as people write: no space before a comma, none inside
brackets and quotation marks. Where each token went is remembered, so gold spans are exact.
"""
import collections, glob, json, os, re

THREE = ("PER", "ORG", "LOC")
FOUR = THREE + ("NORP",)

Document = collections.namedtuple("Document", "id region text gold ignored")
# gold: [(start, end, type)]; ignored: [(start, end)] where no prediction counts

REGIONS = {
    "Africa": "af afs alg eg et ghana kenya mauritius nm panaf sa",
    "East Asia": "cn jp kr mong tw",
    "South and South-East Asia": "asia bangladesh in my pk th",
    "Middle East": "iran israel jr kw oman qt saud uae",
    "Latin America": "arg bol chile col cosric cosrica cuba ecuador elsalv guyana hond mex nic pan paraguay peru uruguay ven",
    "Oceania": "aus nz",
    "Canada (North, Indigenous)": "canada",
}
REGION = {prefix: region for region, prefixes in REGIONS.items() for prefix in prefixes.split()}

NO_SPACE_BEFORE = set(",.;:!?)]}%»”…™°") | {"n't", "n’t"}
NO_SPACE_AFTER = set("([{«“‘$£€₡₹¥#@")
CLITIC = re.compile(r"^(?:['’](?:s|re|ve|ll|d|m|t|S|RE|VE|LL|D|M|T)|n['’]t|N['’]T)$")
INITIAL = re.compile(r"^[A-Z]\.?$")
DOLLARS = {"US", "HK", "NT", "NZ", "CA", "C", "A", "S"}
CLITIC_TAIL = {"s", "re", "ve", "ll", "d", "m", "t"}


class Writer:
    """Puts tokens together to a text and remembers where each stands. `splits_hyphens`: the corpus
    parts `well - known`, which is joined again."""

    def __init__(self, splits_hyphens=False):
        self.parts, self.length, self.splits_hyphens = [], 0, splits_hyphens

    def add(self, text):
        self.parts.append(text)
        self.length += len(text)

    def text(self):
        return "".join(self.parts)

    def sentence(self, tokens):
        """-> [(start, end)] of the tokens"""
        is_first = self.length == 0
        places, glue, quoted = [], True, {'"': False, "'": False}
        for i, token in enumerate(tokens):
            before = tokens[i - 1] if i else ""
            after = tokens[i + 1] if i + 1 < len(tokens) else ""
            left = glue  # no space before this token
            glue = False
            if token in NO_SPACE_BEFORE or CLITIC.match(token):
                left = True
            if token in NO_SPACE_AFTER:
                glue = True
            if token == '"' or token in ("'", "’", "`"):
                tail = after.lower() in CLITIC_TAIL and (before[-1:].isalnum() or before[-1:] == ".")
                if token != '"' and tail:  # Trump ’ s
                    left = glue = True
                elif token == "’" or token == "'" and before.endswith("s") and not quoted["'"]:
                    left = True
                else:
                    mark = '"' if token == '"' else "'"
                    # A quotation that began in a sentence before: `beers, " he said`.
                    ends = i > 0 and (not after or before in {",", ".", "?", "!"} and after[0].islower())
                    is_close = quoted[mark] or ends
                    left, glue = (True, False) if is_close else (left, True)
                    quoted[mark] = not is_close
            if token == "-" and self.splits_hyphens and before[-1:].isalnum() and after[:1].isalnum():
                # `WINDHOEK - The`, `27 January - Ann`, `CAIRO - 24 July`: a dateline has a dash.
                is_dateline = after[0].isupper() and (is_first and i < 15 or before.isupper() and not after.isupper())
                is_dateline |= is_first and before.isupper() and after.isdigit() and tokens[i + 2 : i + 3] != [] and tokens[i + 2][0].isupper()
                left = glue = not is_dateline
            if token == "''" or INITIAL.match(token) and before.endswith(".") and INITIAL.match(before):  # U. S.
                left = True
            if token == "." and INITIAL.match(before) and INITIAL.match(after):  # U . S .
                glue = True
            if token == "``":
                glue = True
            if token == "$" and before in DOLLARS:
                left = True
            if token == "/" and before and after:
                left = glue = True
            if token == "&" and len(before) == 1 and len(after) == 1:
                left = glue = True
            if not left:
                self.add(" ")
            places.append((self.length, self.length + len(token)))
            self.add(token)
        return places


def spans(tags, places, scheme_types):
    """BIO or IOB1 tags -> [(start, end, type)]; types that are no key are left out"""
    found, open_type, start = [], None, 0
    for i, tag in enumerate(tags + ["O"]):
        kind, _, name = tag.partition("-")
        if open_type and (kind != "I" or name != open_type):
            if open_type in scheme_types:
                found.append((places[start][0], places[i - 1][1], scheme_types[open_type]))
            open_type = None
        if name and open_type is None:
            open_type, start = name, i
    return found


def blocks(lines):
    block = []
    for line in lines:
        if line.strip():
            block.append(line.rstrip("\n"))
        elif block:
            yield block
            block = []
    if block:
        yield block


def compose(doc_id, region, sentences, types, tag_column):
    """The headline is a line of its own; so is a sentence without a stop (byline, table row)."""
    writer, gold = Writer(), []
    for number, rows in enumerate(sentences):
        tokens = [row[0] for row in rows]
        places = writer.sentence(tokens)
        gold += spans([row[tag_column] for row in rows], places, types)
        is_closed = number > 0 and tokens[-1] in {".", "!", "?", '"', "”", "'"} and len(tokens) > 3
        writer.add(" " if is_closed else "\n")
    return Document(doc_id, region, writer.text().rstrip(), gold, [])


def conll2003(folder):
    types = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
    documents, sentences = [], []
    with open(os.path.join(folder, "ner", "conll2003", "eng.testb"), encoding="utf8") as f:
        for block in [*blocks(f), ["-DOCSTART- O"]]:
            if block[0].startswith("-DOCSTART-"):
                if sentences:
                    documents.append(compose(f"conll-{len(documents):03}", None, sentences, types, -1))
                sentences = []
                block = block[1:]
            if block:
                sentences.append([line.split() for line in block])
    return documents


def worldwide(folder):
    types = {"Person": "PER", "Organization": "ORG", "Location": "LOC", "Facility": "LOC"}
    documents = []
    for path in sorted(glob.glob(os.path.join(folder, "ner", "worldwide_newswire", "*.tsv"))):
        name = os.path.basename(path).removesuffix(".txt.tsv")
        with open(path, encoding="utf8") as f:
            paragraphs = [[line.split("\t") for line in block] for block in blocks(f)]
        if paragraphs and paragraphs[0][0][0].startswith("http"):
            paragraphs = paragraphs[1:]  # the address of the page
        writer, gold = Writer(splits_hyphens=True), []
        for rows in paragraphs:
            rows = [row for row in rows if row[0].strip()]
            if rows:
                places = writer.sentence([row[0].strip() for row in rows])
                gold += spans([row[1] if len(row) > 1 and row[1] else "O" for row in rows], places, types)
                writer.add("\n\n")
        region = REGION[name.split("_")[0]]
        documents.append(Document(name, region, writer.text().rstrip(), gold, []))
    return documents


def dwie(folder):
    documents = []
    for path in sorted(glob.glob(os.path.join(folder, "re", "dwie", "*.json"))):
        with open(path, encoding="utf8") as f:
            record = json.load(f)
        if "test" not in record["tags"]:
            continue
        tags = {c["concept"]: {t.removeprefix("type::") for t in c["tags"] if t.startswith("type::")} for c in record["concepts"]}
        gold, ignored = [], []
        for mention in record["mentions"]:
            kinds = tags[mention["concept"]]
            place = (mention["begin"], mention["end"])
            found = [t for t, name in zip(THREE, ("person", "organization", "location")) if name in kinds]
            is_adjective = any(kind.endswith("-x") for kind in kinds)
            if len(found) == 1 and not is_adjective:
                gold.append((*place, found[0]))
            # Without a type, with two, or part of the desk's footer: nobody is asked.
            elif not kinds or kinds & {"footer", "skip", "none"} or found:
                ignored.append(place)
        documents.append(Document(f"dwie-{record['id']}", None, record["content"], outermost(gold), ignored))
    return documents


def outermost(gold):
    """Of spans that overlap the longest."""
    kept = []
    for span in sorted(set(gold), key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= k[0] or k[1] <= span[0] for k in kept):
            kept.append(span)
    return sorted(kept)


def gold_dev(folder):
    documents = []
    for path in sorted(glob.glob(os.path.join(folder, "gold", "dev", "*.gold.json"))):
        with open(path, encoding="utf8") as f:
            record = json.load(f)
        types = {e["id"]: e["type"] for e in record["entities"]}
        gold = [(m["start"], m["end"], types[m["entity"]]) for m in record["mentions"] if types[m["entity"]] in FOUR]
        documents.append(Document(record["doc"], None, record["text"], sorted(set(gold)), []))
    return documents


# name -> reader, types that count
CORPORA = {
    "CoNLL-2003 test": (conll2003, THREE),
    "Worldwide newswire": (worldwide, THREE),
    "DWIE test": (dwie, THREE),
    "gold/dev": (gold_dev, FOUR),
}
