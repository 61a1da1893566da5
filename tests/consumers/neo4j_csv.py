"""The rules of `neo4j-admin database import` for CSV, applied to the folder: TRUTH.json FOLDER.

Neo4j itself is a server in Java and not asked here. The rules: the first file of a source is its
heading, `name:type` by column; fields are comma-separated, quoted as in RFC 4180, and may hold line
breaks; array items are separated by `;`, labels too; ids are unique in their group; ends are ids of
the group that the heading names; an unquoted empty field is no value.
"""

import csv
import json
import pathlib
import re
import sys

from truth import Truth, equal, identifier, report
from truth import no_nul as text

truth, folder = Truth(sys.argv[1]), pathlib.Path(sys.argv[2])
csv.field_size_limit(1 << 30)
TYPES = {"string": str, "long": int, "double": float, "string[]": lambda cell: cell.split(";")}


def own(id):
    return identifier(id, text)


def rows(name):
    heading = (folder / f"{name}_header.csv").read_text(encoding="utf-8").rstrip("\n").split(",")
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        for cells in csv.reader(file, strict=True):
            assert len(cells) == len(heading), (heading, cells)
            row = {}
            for column, cell in zip(heading, cells):
                key, _, kind = column.partition(":")
                if re.fullmatch(r"(ID|START_ID|END_ID)\(\w+\)|LABEL|TYPE", kind):
                    row[kind] = cell
                elif cell:
                    row[key] = TYPES[kind or "string"](cell)
            yield row


nodes = {row["ID(Entity)"]: row for row in rows("nodes")}
equal(set(nodes), {own(id) for id in truth.nodes}, "ids")
for id, node in truth.nodes.items():
    row = nodes[own(id)]
    equal(row.get("name", ""), text(node["name"]), "name")
    equal(json.loads(row["aliases_json"]), node["aliases"], "aliases")
    equal(len(row.get("aliases", [])), len(node["aliases"]), "items of the list")
    equal(json.loads(row["mentions_json"]), node["mentions"], "mentions")
    assert re.fullmatch(r"Entity;[A-Z]\w+", row["LABEL"], re.ASCII), row["LABEL"]
edges = {row["id"]: row for row in rows("rels")}
for edge in truth.edges.values():
    row = edges[own(edge["id"])]
    ends = row["START_ID(Entity)"], row["END_ID(Entity)"]
    equal(ends, (own(edge["source"]), own(edge["target"])), "ends")
    assert set(ends) <= set(nodes)
    assert re.fullmatch(r"[A-Z_][A-Z0-9_]*", row["TYPE"]), row["TYPE"]
    equal(row["type"], text(edge["type"]), "type")
    equal(row.get("first_date"), edge["first_date"] and text(edge["first_date"]), "date")
    equal(json.loads(row["evidence_json"]), edge["evidence"], "evidence")
documents = [row["ID(Document)"] for row in rows("documents")]
equal(documents, [own(document["id"]) for document in truth.info["documents"]], "documents")
report(nodes=len(nodes), edges=len(edges), documents=len(documents))
