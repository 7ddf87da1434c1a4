"""What each database makes in its own way: the index of ``SearchText``, and statistics."""

from django.db import migrations

POSTGRESQL = [
    """
    ALTER TABLE articles_searchtext ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A')
        || setweight(to_tsvector('simple', names), 'B')
        || setweight(to_tsvector('simple', words), 'D')
    ) STORED
    """,
    "CREATE INDEX articles_searchtext_vector ON articles_searchtext USING gin (vector)",
    # How common a word is, the rare ones too, by which a plan is chosen.
    "ALTER TABLE articles_searchtext ALTER COLUMN vector SET STATISTICS 1000",
    # How many stories a record has, by which a plan is chosen; the columns alone do not tell.
    """
    CREATE STATISTICS articles_listing_subjects (mcv)
    ON kind, subject_id, band FROM articles_listing
    """,
    "ALTER STATISTICS articles_listing_subjects SET STATISTICS 1000",
    # Parts of words, by which the desk searches its list of stories.
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """
    CREATE INDEX articles_article_search ON articles_article USING gin (
        upper(headline::text) gin_trgm_ops,
        upper(slug::text) gin_trgm_ops,
        upper(source_id::text) gin_trgm_ops
    )
    """,
]
# The words are folded before they come here: unicode61 has only to part them at spaces.
SQLITE = [
    """
    CREATE VIRTUAL TABLE articles_searchindex USING fts5(
        title, names, words,
        content='articles_searchtext', content_rowid='edition_id',
        tokenize='unicode61 remove_diacritics 0'
    )
    """,
    """
    CREATE TRIGGER articles_searchtext_insert AFTER INSERT ON articles_searchtext BEGIN
        INSERT INTO articles_searchindex(rowid, title, names, words)
        VALUES (new.edition_id, new.title, new.names, new.words);
    END
    """,
    """
    CREATE TRIGGER articles_searchtext_delete AFTER DELETE ON articles_searchtext BEGIN
        INSERT INTO articles_searchindex(articles_searchindex, rowid, title, names, words)
        VALUES ('delete', old.edition_id, old.title, old.names, old.words);
    END
    """,
    """
    CREATE TRIGGER articles_searchtext_update AFTER UPDATE ON articles_searchtext BEGIN
        INSERT INTO articles_searchindex(articles_searchindex, rowid, title, names, words)
        VALUES ('delete', old.edition_id, old.title, old.names, old.words);
        INSERT INTO articles_searchindex(rowid, title, names, words)
        VALUES (new.edition_id, new.title, new.names, new.words);
    END
    """,
]


def make_index(apps, schema_editor):
    statements = {"postgresql": POSTGRESQL, "sqlite": SQLITE}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(make_index, migrations.RunPython.noop)]
