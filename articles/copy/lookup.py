"""Which of many keys are names on record: asked in one query, and remembered for the next text."""

import json
from collections import defaultdict
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from talent.models import NameKey

BATCH = 30_000
MOST_REMEMBERED = 300_000


class Named(NamedTuple):
    kind: str
    pk: int
    # The recorded name that has the key.
    name: str
    # 0 is the record's own name.
    number: int
    # Whether its words are in another order, or it lacks its article.
    is_turned: bool


def listed(keys):
    """All of them as one parameter: to each of thousands Django would give much more time."""
    sql = {
        "sqlite": "SELECT value FROM json_each(%s)",
        "postgresql": "SELECT json_array_elements_text(%s::json)",
    }
    return RawSQL(sql[connection.vendor], [json.dumps(keys)])  # noqa: S611 - one of the two above


class Lookup:
    """Finds names by their keys. One for a run of the import, or for one text."""

    kinds = ["person", "show", "company", "country"]

    def __init__(self):
        # Apart, so that the many keys that are nobody’s are strings alone, which cost
        # Python’s collector nothing.
        self.asked, self.known = {}, {}

    def learn(self, keys):
        """Ask for those of ``keys`` that have not been asked for yet."""
        if len(self.asked) > MOST_REMEMBERED:
            self.asked, self.known = {}, {}
        new = [key for key in keys if key not in self.asked]
        for start in range(0, len(new), BATCH):
            self.known.update(self.rows(new[start : start + BATCH]))
        self.asked.update(dict.fromkeys(new))

    def rows(self, keys):
        found = defaultdict(list)
        rows = NameKey.objects.filter(key__in=listed(keys), kind__in=self.kinds)
        for key, kind, pk, name, place in rows.values_list(
            "key", "kind", "subject_id", "name", "place"
        ):
            found[key].append(Named(kind, pk, name, place // 2, bool(place % 2)))
        return found

    def __getitem__(self, key):
        return self.known.get(key, ())
