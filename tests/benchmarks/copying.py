"""How fast copy is read, its names recognised among 5,000, and filed: ``bin/bench copy 600``."""

import random
import resource
import tempfile
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from talent.models import Person, Production

from .loading import clocks
from .names import Names, fill

KNOWN = 5_000
PARAGRAPHS, SENTENCES, WORDS = 7, 3, 22
FILLER = """
    the series that began on screens in many places was watched by more viewers than any other
    drama of the month and it will go on with a second part which is being made by the same
    team after a year of work while others wait for news about what they have been told of a
    new story from writers whose earlier films were shown at festivals across the region
"""
HEAD = "{} to return in a new drama\n\nBy {}\n\n"
TAIL = "\n\nShare\nFacebook\n\nRelated stories\n\nAnother actor joins another show\n"


def run(size):
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    fill(Names(), 0, KNOWN)
    with tempfile.TemporaryDirectory() as folder:
        files = list(write(Path(folder), size))
        begun = clocks()
        call_command("import_copy", *files, link=0.9, verbosity=0)
        wall, busy = (now - then for now, then in zip(clocks(), begun, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{size / busy:.0f} stories in a second of work ({wall:.1f} s, at most {memory} MB)")
    connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def write(folder, size):
    dice = random.Random(1)
    people = list(Person.objects.values_list("name", flat=True))
    works = list(Production.objects.values_list("title", flat=True))
    for number in range(size):
        named = [dice.sample(people, 5), [f"“{title}”" for title in dice.sample(works, 5)]]
        text = "\n\n".join(paragraph(dice, named) for _ in range(PARAGRAPHS))
        file = folder / f"{number:06}.txt"
        file.write_text(HEAD.format(named[0][0], dice.choice(people[:50])) + text + TAIL)
        yield str(file)


def paragraph(dice, named):
    return " ".join(sentence(dice, named) for _ in range(SENTENCES))


def sentence(dice, named):
    words = dice.choices(FILLER.split(), k=WORDS)
    for names in named:
        if dice.random() < 0.5:
            words[dice.randrange(1, WORDS)] = dice.choice(names)
    return " ".join([words[0].capitalize(), *words[1:]]) + "."
