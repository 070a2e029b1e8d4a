"""The database's tables, and the steps from each older form to this one.

A step is never changed once it was released: `MIGRATIONS[n]` leads from version n to n + 1, and
an empty file is of version 0.
"""

_TABLES = """
CREATE TABLE session (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL, titled INTEGER NOT NULL,
  created_at REAL NOT NULL, used_at REAL NOT NULL,
  system TEXT NOT NULL, systems TEXT NOT NULL, lanes TEXT NOT NULL,
  leaf TEXT, pinned INTEGER NOT NULL, archived INTEGER NOT NULL, deleted_at REAL
);
CREATE INDEX session_used ON session (pinned DESC, used_at DESC, key DESC);
CREATE TABLE tag (
  session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE, name TEXT NOT NULL,
  PRIMARY KEY (session, name)
) WITHOUT ROWID;
CREATE TABLE lane_use (
  session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
  path TEXT NOT NULL, model TEXT NOT NULL, engine TEXT NOT NULL,
  PRIMARY KEY (session, path, model, engine)
) WITHOUT ROWID;
CREATE TABLE turn (
  key INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
  id TEXT NOT NULL, parent TEXT, prompt TEXT NOT NULL, at REAL NOT NULL,
  UNIQUE (session, id)
);
CREATE TABLE attachment (
  turn INTEGER NOT NULL REFERENCES turn ON DELETE CASCADE, number INTEGER NOT NULL,
  name TEXT NOT NULL, media_type TEXT NOT NULL, content NOT NULL,
  PRIMARY KEY (turn, number)
);
CREATE TABLE owner (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE reply (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  turn INTEGER NOT NULL REFERENCES turn ON DELETE CASCADE, place INTEGER NOT NULL,
  lane TEXT NOT NULL, state TEXT NOT NULL, owner TEXT,
  text TEXT NOT NULL, reasoning TEXT NOT NULL, details TEXT NOT NULL,
  UNIQUE (turn, place)
);
CREATE INDEX reply_owner ON reply (owner) WHERE owner IS NOT NULL;
CREATE TABLE piece (
  key INTEGER PRIMARY KEY,
  reply TEXT NOT NULL REFERENCES reply (id) ON DELETE CASCADE,
  kind TEXT NOT NULL, content TEXT NOT NULL
);
CREATE INDEX piece_reply ON piece (reply);
CREATE TABLE draft (slot TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE preset (
  name TEXT PRIMARY KEY, system TEXT NOT NULL, parameters TEXT NOT NULL
) WITHOUT ROWID;
"""

# The index holds no text of its own: it reads a turn's words from this view, so that a reply is
# stored once. A title is short, and is found by an index of its own.
_WORDS = """
CREATE VIEW turn_words (key, prompt, answers) AS
  SELECT key, prompt, coalesce((
    SELECT group_concat(text, char(10)) FROM (
      SELECT text FROM reply WHERE turn = turn.key AND text <> '' ORDER BY place)), '')
  FROM turn;
CREATE VIRTUAL TABLE words USING fts5 (
  prompt, answers, content='turn_words', content_rowid='key',
  tokenize='unicode61 remove_diacritics 2', prefix='1 2');
CREATE VIRTUAL TABLE title_words USING fts5 (
  title, content='session', content_rowid='key',
  tokenize='unicode61 remove_diacritics 2', prefix='1 2');
"""

_PUT_WORDS = """INSERT INTO words (rowid, prompt, answers)
  SELECT key, prompt, answers FROM turn_words WHERE key = {};"""
_TAKE_WORDS = """INSERT INTO words (words, rowid, prompt, answers)
  SELECT 'delete', key, prompt, answers FROM turn_words WHERE key = {};"""
_PUT_TITLE = "INSERT INTO title_words (rowid, title) VALUES (new.key, new.title);"
_TAKE_TITLE = """INSERT INTO title_words (title_words, rowid, title)
  VALUES ('delete', old.key, old.title);"""

# `INSERT OR REPLACE` would pass by the triggers for what it deletes: it is not used.
_TRIGGERS = {
    "turn_put AFTER INSERT ON turn": _PUT_WORDS.format("new.key"),
    "turn_take BEFORE DELETE ON turn": _TAKE_WORDS.format("old.key"),
    "reply_before BEFORE INSERT ON reply WHEN new.text <> ''": _TAKE_WORDS.format("new.turn"),
    "reply_put AFTER INSERT ON reply WHEN new.text <> ''": _PUT_WORDS.format("new.turn"),
    "reply_was BEFORE UPDATE OF text ON reply WHEN new.text <> old.text": _TAKE_WORDS.format(
        "old.turn"
    ),
    "reply_is AFTER UPDATE OF text ON reply WHEN new.text <> old.text": _PUT_WORDS.format(
        "new.turn"
    ),
    "reply_take BEFORE DELETE ON reply WHEN old.text <> ''": _TAKE_WORDS.format("old.turn"),
    # Of a turn that goes with its replies nothing is left to put back.
    "reply_taken AFTER DELETE ON reply WHEN old.text <> ''": _PUT_WORDS.format("old.turn"),
    "title_put AFTER INSERT ON session": _PUT_TITLE,
    "title_was BEFORE UPDATE OF title ON session": _TAKE_TITLE,
    "title_is AFTER UPDATE OF title ON session": _PUT_TITLE,
    "title_take BEFORE DELETE ON session": _TAKE_TITLE,
}


def _first() -> tuple[str, ...]:
    triggers = (f"CREATE TRIGGER {head} BEGIN {body} END;" for head, body in _TRIGGERS.items())
    tables = (one for one in (_TABLES + _WORDS).split(";\n") if one.strip())
    return (*tables, *triggers)


MIGRATIONS: tuple[tuple[str, ...], ...] = (_first(),)
"""Statements, by the version that they start from."""
