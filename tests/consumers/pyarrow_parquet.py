"""pyarrow reads the four Parquet tables, with their types: TRUTH.json NETWORK.parquet."""

import json
import sys

import pyarrow
from pyarrow import parquet

from truth import Truth, equal, report

truth, stem = Truth(sys.argv[1]), sys.argv[2].removesuffix(".parquet")


def table(name):
    return parquet.read_table(f"{stem}.{name}.parquet")


nodes, edges, mentions, evidence = map(table, ["nodes", "edges", "mentions", "evidence"])
types = {field.name: field.type for field in nodes.schema}
equal(types["Label"], pyarrow.string(), "type of Label")
equal(types["Mentions"], pyarrow.int64(), "type of Mentions")
assert pyarrow.types.is_list(types["Aliases"]), types
equal(edges.schema.field("Confidence").type, pyarrow.float64(), "type of Confidence")
equal(json.loads(nodes.schema.metadata[b"unravel"]), truth.info, "header")
for row in nodes.to_pylist():
    node = truth.nodes[row["Id"]]
    for column, key in [("Label", "name"), ("Type", "type"), ("Aliases", "aliases"), ("Roles", "roles")]:
        equal(row[column], node[key], column)
    equal(json.loads(row["Attributes"]), node["attributes"], "attributes")
for row in edges.to_pylist():
    edge = truth.edges[row["Id"]]
    columns = [("Source", "source"), ("Target", "target"), ("Label", "type"), ("FirstDate", "first_date")]
    for column, key in columns + [("Status", "status"), ("Confidence", "confidence")]:
        equal(row[column], edge[key], column)
rows = iter(evidence.to_pylist())
for edge in truth.edges.values():
    for e in edge["evidence"]:
        row = next(rows)
        found = (row["Edge"], row["Text"], row["Start"], row["ObjectEnd"], row["Date"], row["Score"])
        equal(found, (edge["id"], e["text"], e["start"], e["object"]["end"], e["date"], e["score"]), "evidence")
report(nodes=len(nodes), edges=len(edges), mentions=len(mentions), evidence=len(evidence))
