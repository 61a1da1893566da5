"""followthemoney reads the statements: TRUTH.json NETWORK.statements.csv NETWORK.ftm.json.

The columns are those of its own writer, every id is the one that it computes, and the statements of an
entity make the very entity of the other file.
"""

import csv
import json
import sys

from followthemoney import model
from followthemoney.statement.entity import StatementEntity
from followthemoney.dataset import Dataset
from followthemoney.statement.serialize import CSV_COLUMNS, read_csv_statements

from truth import equal, report

path, entities = sys.argv[2], {}
with open(path, encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
equal(list(rows[0]), CSV_COLUMNS, "columns")
for row in rows:
    equal(row["prop_type"], "id" if row["prop"] == "id" else model.get(row["schema"]).get(row["prop"]).type.name, row["prop"])
with open(path, "rb") as file:
    statements = list(read_csv_statements(file))
by_entity = {}
for statement in statements:
    equal(statement.id, statement.generate_key(), "id")
    equal(statement.canonical_id, statement.entity_id, "canonical id")
    by_entity.setdefault(statement.entity_id, []).append(statement)
equal(len({statement.id for statement in statements}), len(statements), "distinct ids")
dataset = Dataset.make({"name": "unravel", "title": "unravel"})
expected = [json.loads(line) for line in open(sys.argv[3], encoding="utf-8")]
equal(set(by_entity), {data["id"] for data in expected}, "entities")
for data in expected:
    entity = StatementEntity.from_statements(dataset, by_entity[data["id"]])
    equal(entity.schema.name, data["schema"], "schema")
    found = {name: sorted(values) for name, values in entity.to_dict()["properties"].items()}
    equal(found, {name: sorted(values) for name, values in data["properties"].items()}, "properties")
report(entities=len(by_entity))
