"""Runs Cypher against a Bolt server with the official Neo4j driver.

    UNRAVEL_TEST_BOLT=bolt://USER:PASSWORD@HOST:PORT/DATABASE python tests/consumers/bolt.py [FILE...] < QUERY

Runs every FILE, one statement a line as `unravel export` writes it, then the query on standard input with
the parameters that may follow it as JSON behind a line of three dashes; prints its rows as JSON.
Ends with 3 when there is no driver.
"""

import json
import os
import sys
from urllib.parse import unquote, urlsplit

try:
    from neo4j import GraphDatabase
except ImportError:
    sys.exit(3)


def main() -> None:
    url = urlsplit(os.environ["UNRAVEL_TEST_BOLT"])
    login = (unquote(url.username or ""), unquote(url.password or ""))
    query, _, parameters = sys.stdin.read().partition("\n---\n")
    with GraphDatabase.driver(
        f"bolt://{url.hostname}:{url.port}", auth=login, notifications_min_severity="OFF"
    ) as driver, driver.session(database=url.path.strip("/")) as session:
        for path in sys.argv[1:]:
            with open(path, encoding="utf-8", newline="\n") as file:
                for line in file:
                    assert line.endswith(";\n"), line[-40:]
                    # In a transaction: ArcadeDB 26.10 otherwise reads what the statement itself changed as
                    # changed by somebody else.
                    session.execute_write(lambda tx, line=line: tx.run(line[:-2]).consume())
        rows = session.run(query, json.loads(parameters or "{}"))
        print(json.dumps([list(row.values()) for row in rows]))


if __name__ == "__main__":
    main()
