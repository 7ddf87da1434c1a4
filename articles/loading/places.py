"""Where the records of a fixture stand, kept in little room."""

from array import array
from itertools import islice

from django.db import models

# So many ids share one row of numbers.
BITS = 8
SIZE = 1 << BITS


class Places:
    """A number of 1 or more for each of many ids, which mostly follow each other."""

    def __init__(self):
        self.rows = {}
        self.count = 0

    def __len__(self):
        return self.count

    def __iter__(self):
        for start, row in sorted(self.rows.items()):
            yield from (start * SIZE + offset for offset, place in enumerate(row) if place)

    def __contains__(self, pk):
        return self.get(pk) is not None

    def get(self, pk):
        row = self.rows.get(pk >> BITS)
        return (row and row[pk % SIZE]) or None

    def __setitem__(self, pk, place):
        row = self.rows.setdefault(pk >> BITS, array("Q", bytes(8 * SIZE)))
        self.count += not row[pk % SIZE]
        row[pk % SIZE] = place


class PlacesByModel(dict):
    def __missing__(self, model):
        by_number = isinstance(model._meta.pk, models.IntegerField)
        self[model] = Places() if by_number else {}
        return self[model]


def in_batches(items, size):
    """Lists of at most ``size`` of the ``items``, in their order."""
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch
