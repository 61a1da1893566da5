"""networkx reads node-link JSON, under `edges` and under `links`: TRUTH.json LINKS.json."""

import json
import sys

import networkx

from truth import Truth, equal, report

truth = Truth(sys.argv[1])
for path, key in zip(sys.argv[1:], ["edges", "links"]):
    with open(path, encoding="utf-8") as file:
        graph = networkx.node_link_graph(json.load(file), edges=key)
    equal(type(graph).__name__, "MultiDiGraph", "type")
    for id, node in truth.nodes.items():
        equal(graph.nodes[id]["name"], node["name"], "name")
    for edge in truth.edges.values():
        found = graph.get_edge_data(edge["source"], edge["target"], edge["key"])
        equal(found["evidence"], edge["evidence"], "evidence")
report(nodes=graph.number_of_nodes(), edges=graph.number_of_edges())
