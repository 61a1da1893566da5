"""Reads net.ttl, net.nt and net.jsonld of a folder with rdflib and pyoxigraph, and asks them.

    python tests/consumers/rdf.py FOLDER

Prints one JSON object for every reader and format; which readers there are is said as well. Ends with 3
when there is none.
"""

import json
import sys
from pathlib import Path

PREFIXES = """
PREFIX unravel: <urn:unravel:schema:>
PREFIX ftm: <https://schema.followthemoney.tech/#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""
# One query a question; the answers are lists of texts, sorted.
QUESTIONS = {
    "names": "SELECT ?v { ?e skos:prefLabel ?v }",
    "other_names": "SELECT ?v { ?e skos:altLabel ?v }",
    # Follows FollowTheMoney alone, as somebody would who knows nothing of us.
    "owners": "SELECT ?v { ?o ftm:Ownership:owner ?p . ?p skos:prefLabel ?v }",
    "agents": "SELECT ?v { ?o ftm:Representation:agent ?p . ?p skos:prefLabel ?v }",
    "payers": "SELECT ?v { ?o ftm:Payment:payer ?p . ?p skos:prefLabel ?v }",
    "unlinked": "SELECT ?v { ?o ftm:UnknownLink:subject ?p . ?p skos:prefLabel ?v }",
    "denied_owners": """SELECT ?v { ?s unravel:status unravel:denied ; unravel:relationType "owns" ;
        unravel:subject/skos:prefLabel ?v }""",
    "sentences": "SELECT ?v { ?s a unravel:Statement ; prov:wasDerivedFrom/prov:value ?v }",
    "documents": "SELECT DISTINCT ?v { ?s prov:wasDerivedFrom/prov:wasQuotedFrom/unravel:id ?v }",
    "offsets": """SELECT ?v { ?s unravel:relationType "owns" ; prov:wasDerivedFrom ?e .
        ?e unravel:start ?a ; unravel:subjectStart ?b ; unravel:extractor ?x
        BIND(CONCAT(STR(?a), " ", STR(?b), " ", ?x) AS ?v) }""",
    "dates": """SELECT ?v { ?s unravel:firstDate ?d BIND(CONCAT(STR(?d), " ", STR(DATATYPE(?d))) AS ?v) }""",
    "confidence": "SELECT ?v { ?s unravel:confidence ?c FILTER(?c > 0.7) BIND(STR(?c) AS ?v) }",
}


def with_rdflib(path: Path):
    import rdflib

    formats = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld"}
    graph = rdflib.Graph()
    graph.parse(path, format=formats[path.suffix])
    return len(graph), lambda query: [str(row[0]) for row in graph.query(query)]


def with_oxigraph(path: Path):
    import pyoxigraph

    formats = {
        ".ttl": pyoxigraph.RdfFormat.TURTLE,
        ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
        ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
    }
    store = pyoxigraph.Store()
    store.load(path=str(path), format=formats[path.suffix])
    return len(store), lambda query: [row[0].value for row in store.query(query)]


def main(folder: str) -> int:
    readers = 0
    for name, read in {"rdflib": with_rdflib, "pyoxigraph": with_oxigraph}.items():
        try:
            __import__(name)
        except ImportError:
            print(f"{name} is not installed", file=sys.stderr)
            continue
        readers += 1
        for ending in ("ttl", "nt", "jsonld"):
            count, ask = read(Path(folder) / f"net.{ending}")
            answers = {key: sorted(ask(PREFIXES + query)) for key, query in QUESTIONS.items()}
            print(json.dumps({"reader": name, "format": ending, "triples": count, **answers}))
    return 0 if readers else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
