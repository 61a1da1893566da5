"""What every reader is compared with: the node-link JSON of the same graph.

Enters: the path of that JSON, the first argument of every script here. Leaves: its nodes and edges
by id, and the text as a format can hold it.
"""

import hashlib
import json
import sys


class Truth:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            graph = json.load(file)
        self.info = graph["graph"]
        self.nodes = {node["id"]: node for node in graph["nodes"]}
        self.edges = {edge["id"]: edge for edge in graph["edges"]}
        self.evidence = sum(len(edge["evidence"]) for edge in graph["edges"])
        self.mentions = sum(len(node["mentions"]) for node in graph["nodes"])


def xml(text):
    """Without what XML 1.0 forbids."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def no_nul(text):
    return text.replace("\0", "")


def identifier(id, kept=xml):
    """An id of which only some characters are kept: those that differ in the rest alone stay apart."""
    if kept(id) == id:
        return id
    return f"{kept(id)}~{hashlib.sha256(id.encode()).hexdigest()[:12]}"


def xml_deep(value):
    """The same for all texts in a value. A list of texts under keys that differ only in what is
    forbidden would collapse; no graph has such attributes."""
    if isinstance(value, str):
        return xml(value)
    if isinstance(value, list):
        return [xml_deep(item) for item in value]
    if isinstance(value, dict):
        return {xml(key): xml_deep(item) for key, item in value.items()}
    return value


def equal(found, expected, what):
    """Fails and shows the first difference."""
    if found != expected:
        sys.exit(f"{what}:\n found    {found!r:.500}\n expected {expected!r:.500}")


def report(**counts):
    """Prints what was read, for the test to compare with the graph."""
    print(json.dumps(counts))
