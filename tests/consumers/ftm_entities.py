"""followthemoney validates every entity: TRUTH.json NETWORK.ftm.json.

Beyond the model's own validation: nothing is unknown, missing or dangling, every value is already in
the form that the model gives it, and nothing that is alleged or denied is told as a fact.
"""

import hashlib
import json
import re
import sys
import unicodedata

from followthemoney import model
from followthemoney.proxy import EntityProxy

from truth import Truth, equal, report

truth = Truth(sys.argv[1])
raw = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
entities = {}
for data in raw:
    schema = model.get(data["schema"])
    assert schema is not None and not schema.abstract, data
    schema.validate(data)
    for required in schema.required:
        assert data["properties"].get(required), (required, data)
    for property, values in data["properties"].items():
        prop = schema.get(property)
        assert prop is not None and not prop.stub, (property, data)
        assert values and len(values) == len(set(values)), (property, values)
        for value in values:
            assert isinstance(value, str), (property, value)
            assert prop.type.validate(value, format=prop.format), (property, value)
            # Loaded by a program that cleans what it reads, no value is refused.
            assert prop.type.clean(value, format=prop.format), (property, value)
    assert data["id"] not in entities, data["id"]
    entities[data["id"]] = EntityProxy.from_dict(data)
links, facts = 0, 0
for entity in entities.values():
    for prop, value in entity.itervalues():
        if prop.type.name == "entity":
            assert value in entities, (entity.id, prop.name, value)
            assert entities[value].schema.is_a(prop.range), (entity, prop, entities[value].schema)
    if not entity.schema.edge:
        continue
    links += 1
    edge = truth.edges.get(entity.first("recordId"))
    if edge is None:
        continue
    said = [entity.first(p, quiet=True) for p in ("role", "relationship", "purpose")]
    words = next(text for text in said if text)
    if edge["status"] == "asserted":
        facts += entity.schema.name != "UnknownLink"
        assert not words.startswith(("alleged", "denied")), words
    else:
        equal(entity.schema.name, "UnknownLink", "schema of what is no fact")
        assert words.startswith(edge["status"] + ": "), words
    dates = {e["date"] for e in edge["evidence"] if e["date"]}
    assert set(entity.get("date")) <= dates, (entity.get("date"), dates)
    texts = " ".join(entity.get("description"))
    for e in edge["evidence"]:
        assert f"code points {e['start']} to {e['end']}" in texts, texts
documents = sum(entity.schema.name == "Article" for entity in entities.values())


def entity_id(node):
    """As the program makes it: a plain id with a dot, any other hashed."""
    if re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?:[a-z0-9]([a-z0-9-]*[a-z0-9])?", node["id"]):
        return node["id"].replace(":", ".")
    return f"{node['type'].replace('_', '-')}-{hashlib.sha1(node['id'].encode()).hexdigest()}"


def name(text):
    """A name without control characters, with single blanks."""
    text = "".join(c for c in text if c.isspace() or not unicodedata.category(c) == "Cc")
    text = "".join(c for c in text if ord(c) & 0xFFFF < 0xFFFE and c not in "\x1c\x1d\x1e\x1f")
    return " ".join(text.split())


for node in truth.nodes.values():
    if node["type"] in ("person", "organization", "location", "group"):
        entity = entities[entity_id(node)]
        if name(node["name"]).strip("\"' "):
            equal(entity.get("name"), [name(node["name"])], "name")
        aliases = {name(alias) for alias in node["aliases"] if name(alias).strip("\"' ")}
        equal(set(entity.get("alias")), aliases, "aliases")
report(links=links, facts=facts, documents=documents)
