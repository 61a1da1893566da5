"""igraph reads GraphML: TRUTH.json NETWORK.graphml."""

import json
import sys

import igraph

from truth import Truth, equal, identifier, report, xml, xml_deep

truth = Truth(sys.argv[1])
graph = igraph.Graph.Read_GraphML(sys.argv[2])
equal(graph.is_directed(), True, "directed")
# igraph 1.0 leaves `&` of an attribute, such as `id`, as the reference `&#38;`; texts it reads right.
ids = [id.replace("&#38;", "&") for id in graph.vs["id"]]
labels = dict(zip(ids, graph.vs["label"]))
equal(labels, {identifier(id): xml(node["name"]) for id, node in truth.nodes.items()}, "names")
evidence = 0
# In the order of the file: igraph 1.0 gives edges the ids of nodes.
for edge, found in zip(truth.edges.values(), graph.es, strict=True):
    ends = tuple(ids[end] for end in found.tuple)
    equal(ends, (identifier(edge["source"]), identifier(edge["target"])), "ends")
    quoted = json.loads(found["evidence_json"])
    equal(xml_deep(quoted), xml_deep(edge["evidence"]), "evidence")
    evidence += len(quoted)
report(nodes=graph.vcount(), edges=graph.ecount(), evidence=evidence)
