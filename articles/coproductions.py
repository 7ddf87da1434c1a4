"""Which countries make shows together."""

from collections import Counter

from django.db.models import Count, F

from talent.models import Country, Production

MOST_PAIRS = 60
MOST_COUNTRIES = 12


def coproductions():
    """The countries that share most shows, and for each a row of how many with each other.
    Two queries.
    """
    links = Production.countries.through.objects
    pairs = (
        links.filter(production__countries__gt=F("country_id"))
        .values_list("country_id", "production__countries")
        .annotate(shows=Count("production", distinct=True))
        .order_by("-shows", "country_id", "production__countries")[:MOST_PAIRS]
    )
    shared = {(one, other): shows for one, other, shows in pairs}
    shared |= {(other, one): shows for (one, other), shows in shared.items()}
    totals = Counter()
    for (one, _other), shows in shared.items():
        totals[one] += shows
    chosen = [pk for pk, _total in totals.most_common(MOST_COUNTRIES)]
    names = Country.objects.in_bulk(chosen)
    countries = [names[pk] for pk in chosen if pk in names]
    most = max(shared.values(), default=0)
    return {
        "countries": countries,
        "rows": [
            (one, [cell(one, other, shared, most) for other in countries]) for one in countries
        ],
    }


def cell(one, other, shared, most):
    """How many shows two countries share, and how dark that is drawn, from 0 to 5."""
    shows = shared.get((one.pk, other.pk), 0)
    return {"other": other, "shows": shows, "shade": -(-5 * shows // most) if most else 0}
