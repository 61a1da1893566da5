"""pandas reads the four CSV tables: TRUTH.json NETWORK.csv."""

import sys

import pandas

from truth import Truth, equal, identifier, report
from truth import no_nul as text

truth, stem = Truth(sys.argv[1]), sys.argv[2].removesuffix(".csv")


def table(name):
    # As text, a missing value an empty one: pandas takes "null" and "NA" for nothing otherwise.
    return pandas.read_csv(f"{stem}.{name}.csv", dtype=str, keep_default_na=False)


def own(id):
    return identifier(id, text)


nodes, edges, mentions, evidence = map(table, ["nodes", "edges", "mentions", "evidence"])
names = dict(zip(nodes["Id"], nodes["Label"]))
equal(names, {own(id): text(node["name"]) for id, node in truth.nodes.items()}, "names")
aliases = dict(zip(nodes["Id"], nodes["Aliases"]))
joined = {own(id): text("; ".join(node["aliases"])) for id, node in truth.nodes.items()}
equal(aliases, joined, "aliases")
equal(set(edges["Type"]), {"Directed"}, "Type")
found = set(zip(edges["Id"], edges["Source"], edges["Target"], edges["Label"], edges["Status"], edges["FirstDate"]))
keys = {"Id": "id", "Source": "source", "Target": "target", "Label": "type", "Status": "status", "FirstDate": "first_date"}
expected = {
    tuple(own(edge[key]) if "Id" in name or name in ("Source", "Target") else text(edge[key] or "") for name, key in keys.items())
    for edge in truth.edges.values()
}
equal(found, expected, "edges")
quoted = sorted(zip(evidence["Edge"], evidence["Document"], evidence["Start"].astype(int), evidence["Text"]))
expected = sorted(
    (own(edge["id"]), own(e["doc"]), e["start"], text(e["text"]))
    for edge in truth.edges.values()
    for e in edge["evidence"]
)
equal(quoted, expected, "evidence")
report(nodes=len(nodes), edges=len(edges), mentions=len(mentions), evidence=len(evidence))
