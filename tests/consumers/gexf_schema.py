"""The schema of GEXF 1.3 accepts the file: TRUTH.json NETWORK.gexf.

Gephi publishes it twice. The RELAX NG grammar puts `color`, `size`, `shape` into the namespace
`http://gexf.net/1.3/viz`, as the primer, Gephi and networkx do. The XSD, which was made from it by a
program, expects them in that of GEXF itself; so for the XSD they are moved there first.
"""

import pathlib
import sys

from lxml import etree

from truth import report

GEXF, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"
schemas = pathlib.Path(__file__).parent / "gexf-1.3"
# Long texts are no attack here.
parser = etree.XMLParser(huge_tree=True)
tree = etree.parse(sys.argv[2], parser)
# The primer recommends to name the schema in the file; the grammar, as grammars do, knows no such attribute.
del tree.getroot().attrib["{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"]
etree.RelaxNG(etree.parse(schemas / "gexf.rng")).assertValid(tree)
for element in tree.iter(VIZ + "*"):
    element.tag = element.tag.replace(VIZ, GEXF)
etree.XMLSchema(etree.parse(schemas / "gexf.xsd")).assertValid(tree)
report(
    nodes=len(tree.findall(f".//{GEXF}node")),
    edges=len(tree.findall(f".//{GEXF}edge")),
    dynamic=int(tree.find(f"{GEXF}graph").get("mode") == "dynamic"),
)
