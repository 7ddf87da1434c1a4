"""The rule where a story names one record twice, because two have become one.

The stronger prominence holds, the survivor's printed form, and it is quoted if either was.
"""

FEATURED = 2


def combined(own, other):
    """``own`` names the survivor, ``other`` the record that went into it."""
    return {
        **own,
        "prominence": min(own["prominence"], other["prominence"]),
        "quoted": own["quoted"] or other["quoted"],
    }


def combined_links(links, swap, became=()):
    """An edition's ``links`` with records swapped, by (kind, id); each is named once.

    A tag that ``became`` a record is featured.
    """
    found, own = {}, {(link["kind"], link["id"]) for link in links}
    for link in links:
        place = (link["kind"], link["id"])
        kind, pk = target = swap.get(place, place)
        fresh = {**link, "kind": kind, "id": pk}
        if target not in found:
            found[target] = fresh
        elif place == target:
            found[target] = combined(fresh, found[target])
        else:
            found[target] = combined(found[target], fresh)
    for kind, pk in became:
        fresh = {"kind": kind, "id": pk, "prominence": FEATURED, "printed": "", "quoted": False}
        known = found.get((kind, pk))
        found[kind, pk] = combined(known, fresh) if known else fresh
    if len(found) == len(links) and not became and not own & set(swap):
        return links
    return in_order(found.values())


def in_order(links):
    """As publishing writes them: kind by kind, the most prominent first."""
    kinds = list(dict.fromkeys(link["kind"] for link in links))
    return sorted(links, key=lambda link: (kinds.index(link["kind"]), link["prominence"]))
