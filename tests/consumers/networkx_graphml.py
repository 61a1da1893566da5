"""networkx reads GraphML: TRUTH.json NETWORK.graphml."""

import json
import sys

import networkx

from truth import Truth, equal, identifier, report, xml, xml_deep

truth = Truth(sys.argv[1])
graph = networkx.read_graphml(sys.argv[2], force_multigraph=True)
equal(graph.is_directed(), True, "directed")
for id, node in truth.nodes.items():
    found = graph.nodes[identifier(id)]
    equal(found["label"], xml(node["name"]), "name")
    # What Gephi takes for size and colour are numbers.
    equal([type(found[key]) for key in ("size", "r", "g", "b")], [float, int, int, int], "types")
    equal(xml_deep(json.loads(found["aliases_json"])), xml_deep(node["aliases"]), "aliases")
    equal(found["mentions"], len(node["mentions"]), "mentions")
evidence = 0
for edge in truth.edges.values():
    found = graph.get_edge_data(identifier(edge["source"]), identifier(edge["target"]), identifier(edge["id"]))
    equal(found["type"], edge["type"], "type")
    equal(found["status"], edge["status"], "status")
    equal(found.get("first_date"), edge["first_date"] and xml(edge["first_date"]), "date")
    quoted = json.loads(found["evidence_json"])
    equal(xml_deep(quoted), xml_deep(edge["evidence"]), "evidence")
    evidence += len(quoted)
report(nodes=graph.number_of_nodes(), edges=graph.number_of_edges(), evidence=evidence)
