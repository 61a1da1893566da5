"""networkx reads GEXF 1.3: TRUTH.json NETWORK.gexf."""

import json
import sys

import networkx

from truth import Truth, equal, identifier, report, xml, xml_deep

truth = Truth(sys.argv[1])
graph = networkx.read_gexf(sys.argv[2], version="1.3")
equal(type(graph).__name__, "MultiDiGraph", "type")
for id, node in truth.nodes.items():
    found = graph.nodes[identifier(id)]
    equal(found["label"], xml(node["name"]), "name")
    equal(xml_deep(json.loads(found["aliases_json"])), xml_deep(node["aliases"]), "aliases")
    equal(found["mentions"], len(node["mentions"]), "mentions")
evidence = dated = 0
edges = {data["id"]: (source, target, data) for source, target, data in graph.edges(data=True)}
for edge in truth.edges.values():
    source, target, found = edges[identifier(edge["id"])]
    equal((source, target), (identifier(edge["source"]), identifier(edge["target"])), "ends")
    equal(found["type"], edge["type"], "type")
    equal(found["status"], edge["status"], "status")
    equal(found.get("first_date"), edge["first_date"] and xml(edge["first_date"]), "date")
    dated += "start" in found
    quoted = json.loads(found["evidence_json"])
    equal(xml_deep(quoted), xml_deep(edge["evidence"]), "evidence")
    evidence += len(quoted)
report(nodes=len(graph), edges=graph.number_of_edges(), evidence=evidence, dated=dated)
