"""What is on record of those whose names were found: enough to weigh whether they are meant."""

from collections import defaultdict
from dataclasses import dataclass, field

from newsroom.text import fold
from talent.models import Company, CompanyCredit, Country, Credit, Person, Production

MODELS = {"person": Person, "show": Production, "company": Company, "country": Country}
FIELDS = {
    "person": ["name", "slug", "sort_name", "disambiguation"],
    "show": ["title", "slug", "kind", "year", "disambiguation"],
    "company": ["name", "slug", "kind", "disambiguation"],
    "country": ["name", "slug", "code", "demonym"],
}
LEADING = {"actor", "director", "showrunner", "creator", "filmmaker"}


@dataclass
class Records:
    """By kind and id. One for a run of the import, or for one text."""

    known: dict = field(default_factory=dict)
    cast: dict = field(default_factory=lambda: defaultdict(set))
    makers: dict = field(default_factory=lambda: defaultdict(set))
    # Those of the cast and the makers by whom a work is known.
    leading: dict = field(default_factory=lambda: defaultdict(set))
    producers: dict = field(default_factory=lambda: defaultdict(set))

    def learn(self, refs):
        """At most one query for each kind, and two for the credits of works."""
        wanted = defaultdict(set)
        for kind, pk in refs:
            if (kind, pk) not in self.known:
                wanted[kind].add(pk)
        for kind, ids in wanted.items():
            for record in MODELS[kind].objects.filter(pk__in=ids).only(*FIELDS[kind]):
                self.known[kind, record.pk] = record
        if works := wanted.get("show"):
            self.learn_credits(works)

    def learn_credits(self, works):
        rows = Credit.objects.filter(production_id__in=works, person__isnull=False)
        for work, person, role in rows.values_list("production_id", "person_id", "role"):
            self.cast[work].add(person)
            if role in LEADING:
                self.leading[work].add(person)
        rows = CompanyCredit.objects.filter(production_id__in=works)
        for work, company, role in rows.values_list("production_id", "company_id", "role"):
            self.makers[work].add(company)
            if role == CompanyCredit.Role.PRODUCTION:
                self.producers[work].add(company)

    def __getitem__(self, ref):
        return self.known.get(ref)

    def own_name(self, ref):
        record = self.known[ref]
        return record.title if ref[0] == "show" else record.name

    def family_name(self, pk) -> str:
        """By what a story calls a person after the first time."""
        filed = self.known["person", pk].sort_name or self.own_name(("person", pk))
        family, comma, _ = filed.partition(",")
        words = fold(family).split()
        return "".join(words) if comma else words[0] if len(words) > 1 else ""
