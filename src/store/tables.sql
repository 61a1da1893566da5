-- A case, version 2. What documents say is kept as it was read (reading, sentence, node, mention, evidence); who is
-- one across documents and what that adds up to (entity, relation) follows from it and can be made again.
-- docs/CASE.md tells it for people; the views at the end are for them.

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- A text as it was read. The date of publication counts: relative dates rest on it.
CREATE TABLE reading (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256    TEXT NOT NULL,
  published TEXT NOT NULL,          -- '' where no date is known
  model     TEXT NOT NULL,          -- which model read it
  rules     TEXT NOT NULL,          -- by which patterns and relation types, of which version: a hash
  words     INTEGER NOT NULL,
  text      BLOB NOT NULL,          -- UTF-8, deflated (RFC 1951)
  sketch    BLOB,                   -- 128 numbers of 4 bytes, little-endian, by which near duplicates are found
  UNIQUE (sha256, published, model, rules)
);

CREATE TABLE document (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,         -- path as given, or the record's id
  source     TEXT,                  -- the file that holds the record
  title      TEXT,
  reading    INTEGER NOT NULL REFERENCES reading,
  renewed    INTEGER REFERENCES reading,  -- another reading of the same text, which the next refresh puts in its place
  gone       INTEGER NOT NULL DEFAULT 0,  -- removed, and the network not yet brought up to date
  label      TEXT,                  -- its id in the network; NULL: not in it
  same_as    INTEGER REFERENCES document ON DELETE SET NULL,  -- the document with the same text that stands in the network
  near       TEXT,                  -- label of the first document of nearly the same text
  similarity REAL
);
CREATE INDEX document_name ON document (name, source);
CREATE INDEX document_reading ON document (reading);
CREATE INDEX document_label ON document (label);
CREATE INDEX document_renewed ON document (renewed) WHERE renewed IS NOT NULL;
CREATE INDEX document_same_as ON document (same_as) WHERE same_as IS NOT NULL;

CREATE TABLE sentence (
  id      INTEGER PRIMARY KEY,
  reading INTEGER NOT NULL REFERENCES reading ON DELETE CASCADE,
  start   INTEGER NOT NULL,         -- code points, half-open, here and everywhere
  "end"   INTEGER NOT NULL,
  text    TEXT NOT NULL
);
CREATE INDEX sentence_place ON sentence (reading, start);
CREATE VIRTUAL TABLE sentence_index USING fts5 (
  text, content = 'sentence', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER sentence_added AFTER INSERT ON sentence BEGIN
  INSERT INTO sentence_index (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER sentence_removed AFTER DELETE ON sentence BEGIN
  INSERT INTO sentence_index (sentence_index, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TABLE entity (
  id         INTEGER PRIMARY KEY,
  key        TEXT NOT NULL UNIQUE,  -- its id in the network
  type       TEXT NOT NULL,
  name       TEXT NOT NULL,
  aliases    TEXT NOT NULL,         -- JSON array
  roles      TEXT NOT NULL,         -- JSON array
  attributes TEXT NOT NULL,         -- JSON object; `merges`: why names were joined
  mentions   INTEGER NOT NULL,
  documents  INTEGER NOT NULL,
  print      INTEGER NOT NULL       -- hash of what it is made of
);

-- What one document says of one entity.
CREATE TABLE node (
  reading  INTEGER NOT NULL REFERENCES reading ON DELETE CASCADE,
  number   INTEGER NOT NULL,
  entity   INTEGER REFERENCES entity,
  type     TEXT NOT NULL,
  name     TEXT NOT NULL,
  mentions INTEGER NOT NULL,
  aliases  TEXT,                    -- JSON array; NULL: none
  roles    TEXT,                    -- JSON array; NULL: none
  facts    TEXT,                    -- JSON object; NULL: none
  grounds  TEXT,                    -- JSON object of arrays: merges and roles; NULL: none
  PRIMARY KEY (reading, number)
) WITHOUT ROWID;
CREATE INDEX node_entity ON node (entity);

CREATE TABLE mention (
  reading INTEGER NOT NULL,
  node    INTEGER NOT NULL,
  place   INTEGER NOT NULL,
  start   INTEGER NOT NULL,
  "end"   INTEGER NOT NULL,
  text    TEXT NOT NULL,
  kind    TEXT NOT NULL,
  score   REAL NOT NULL,
  PRIMARY KEY (reading, node, place),
  FOREIGN KEY (reading, node) REFERENCES node ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE relation (
  id         INTEGER PRIMARY KEY,
  source     INTEGER NOT NULL REFERENCES entity,
  type       TEXT NOT NULL,
  target     INTEGER NOT NULL REFERENCES entity,
  confidence REAL NOT NULL,
  status     TEXT NOT NULL,
  first_date TEXT,
  last_date  TEXT,
  documents  INTEGER NOT NULL,
  UNIQUE (source, type, target)
);
CREATE INDEX relation_target ON relation (target);

-- A sentence that states a relation.
CREATE TABLE evidence (
  reading       INTEGER NOT NULL,
  place         INTEGER NOT NULL,
  relation      INTEGER REFERENCES relation,
  turned        INTEGER NOT NULL DEFAULT 0,  -- the relation's source is the object here
  subject       INTEGER NOT NULL,
  type          TEXT NOT NULL,
  object        INTEGER NOT NULL,
  start         INTEGER NOT NULL,
  "end"         INTEGER NOT NULL,
  text          TEXT,                         -- NULL: that of the sentence at this place
  subject_start INTEGER NOT NULL,
  subject_end   INTEGER NOT NULL,
  object_start  INTEGER NOT NULL,
  object_end    INTEGER NOT NULL,
  extractor     TEXT NOT NULL,
  score         REAL NOT NULL,
  status        TEXT NOT NULL,
  date          TEXT,
  PRIMARY KEY (reading, place),
  FOREIGN KEY (reading, subject) REFERENCES node ON DELETE CASCADE,
  FOREIGN KEY (reading, object) REFERENCES node ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX evidence_relation ON evidence (relation);

-- The user's decisions in the form of nomenklatura's resolver: added, never changed.
CREATE TABLE decision (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  target     TEXT NOT NULL,
  source     TEXT NOT NULL,
  judgement  TEXT NOT NULL,
  score      REAL,
  user       TEXT,
  created_at TEXT
);
CREATE TRIGGER decision_changed BEFORE UPDATE ON decision BEGIN
  SELECT RAISE (ABORT, 'decisions are added, never changed');
END;
CREATE TRIGGER decision_removed BEFORE DELETE ON decision BEGIN
  SELECT RAISE (ABORT, 'decisions are added, never removed');
END;

-- Which names are alike, so that a refresh compares only what is new. Nothing rests on it: it may be emptied at any time.
CREATE TABLE compared (
  id    INTEGER PRIMARY KEY,
  rules TEXT NOT NULL,              -- hash of the rules by which names were compared
  data  BLOB NOT NULL
);

-- Inputs that could not be read.
CREATE TABLE skipped (
  source TEXT NOT NULL,
  line   INTEGER,
  cause  TEXT NOT NULL
);
CREATE UNIQUE INDEX skipped_once ON skipped (source, ifnull(line, -1), cause);

-- For people who open the file in another tool.
CREATE VIEW documents AS
  SELECT d.label AS document, d.title, nullif(r.published, '') AS published, d.source, r.words, r.model, r.rules, r.sha256,
         d.near AS near_duplicate_of
  FROM document d JOIN reading r ON r.id = d.reading WHERE d.label IS NOT NULL;
CREATE VIEW entities AS
  SELECT key AS id, type, name, aliases, roles, mentions, documents, attributes FROM entity;
CREATE VIEW relations AS
  SELECT s.key || '|' || r.type || '|' || t.key AS id, s.name AS source, r.type, t.name AS target, r.confidence, r.status,
         r.first_date, r.last_date, r.documents, s.key AS source_id, t.key AS target_id
  FROM relation r JOIN entity s ON s.id = r.source JOIN entity t ON t.id = r.target;
CREATE VIEW quotations AS
  SELECT s.key || '|' || r.type || '|' || t.key AS relation, s.name AS source, r.type, t.name AS target, d.label AS document,
         coalesce(e.text, (SELECT text FROM sentence WHERE reading = e.reading AND start = e.start)) AS sentence,
         e.start, e."end", e.extractor, e.score, e.status, e.date
  FROM (
    -- One extractor may see one sentence through several pairs of mentions: it counts once, by the first.
    SELECT *, row_number() OVER (
      PARTITION BY relation, reading, start, "end", extractor
      ORDER BY iif(turned, object_start, subject_start), iif(turned, object_end, subject_end),
               iif(turned, subject_start, object_start), iif(turned, subject_end, object_end), score DESC
    ) AS nth FROM evidence WHERE relation IS NOT NULL
  ) e JOIN relation r ON r.id = e.relation JOIN entity s ON s.id = r.source JOIN entity t ON t.id = r.target
  JOIN document d ON d.reading = e.reading AND d.label IS NOT NULL
  WHERE e.nth = 1;
CREATE VIEW mentions AS
  SELECT x.key AS entity, x.name, d.label AS document, m.start, m."end", m.text, m.kind, m.score
  FROM mention m JOIN node n ON n.reading = m.reading AND n.number = m.node JOIN entity x ON x.id = n.entity
  JOIN document d ON d.reading = m.reading AND d.label IS NOT NULL;
CREATE VIEW merges AS
  SELECT x.key AS entity, j.value ->> 'name' AS name, j.value ->> 'into' AS into_name, j.value ->> 'reason' AS reason,
         j.value ->> 'score' AS score, j.value ->> 'doc' AS document
  FROM entity x, json_each(x.attributes, '$.merges') j;
CREATE VIEW sentences AS
  SELECT s.id, d.label AS document, s.start, s."end", s.text
  FROM sentence s JOIN document d ON d.reading = s.reading AND d.label IS NOT NULL;
