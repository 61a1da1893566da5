-- Version 1 to 2: what names are like each other is kept.
CREATE TABLE compared (
  id    INTEGER PRIMARY KEY,
  rules TEXT NOT NULL,              -- hash of the rules by which names were compared
  data  BLOB NOT NULL
);
