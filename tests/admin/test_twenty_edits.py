"""A live story is edited all day: readers see nothing of it, and then all of it at once."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_author,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
)

from .pages import Form, errors_in, messages_in
from .rows import make_fact

INDEXES = ["shows", "people", "actors", "companies", "countries", "tags", "authors"]
NAMES_NO_STORY = ["/sitemap.xml", "/companies/feed.rss"]
SITEMAPS = ["stories-0", *(f"{kind}-pages-0" for kind in ["show", "person", "country", "tag"])]

LINKED = {
    "authors": "author",
    "shows": "show",
    "people": "person",
    "countries": "country",
    "tags": "tag",
}


@pytest.fixture
def records(db):
    """What the story is about first, and what it is about in the end."""
    people = [make_person("First Person"), make_person("Last Person")]
    titles = ["First Show", "Last Show"]
    return {
        "author": [make_author("Jane First"), make_author("Jo Last")],
        "show": [make_production(t, cast=[p]) for t, p in zip(titles, people, strict=True)],
        "person": people,
        "country": [make_country("First Land"), make_country("Last Land")],
        "tag": [make_tag("first"), make_tag("last")],
    }


@pytest.fixture
def story(records):
    links = {plural: [records[kind][0]] for plural, kind in LINKED.items()}
    story = make_story("The first headline", **links, lead_photo=make_photo(caption="First"))
    make_fact(story, label="First fact", production=records["show"][0])
    return story


def addresses(story, records):
    yield from ["/", "/feed.rss", "/stories/", "/stories/feed.rss", f"/stories/{story.slug}/"]
    yield from ["/stories/the-last-headline/", "/search/?q=first", "/search/?q=final"]
    yield "/sitemap.xml"
    yield from (f"/sitemap-{section}.xml" for section in SITEMAPS)
    for index in INDEXES:
        yield from [reverse(index), reverse(f"{index}-feed")]
    for kind, both in records.items():
        for record in both:
            yield record.get_absolute_url()
            yield reverse(f"{kind}-feed", args=[record.slug])
            yield f"/stories/?{kind}={record.slug}"


def in_the_place_of(form, prefix, **values):
    """Remove the first row of an inline and add one: a link to another record."""
    form.fields[f"{prefix}-0-DELETE"] = "on"
    form.add_row(prefix, **values)


def row_edits(records):
    """A change of the rows of each inline."""
    last = {kind: both[1].pk for kind, both in records.items()}
    about = {"prominence": "1", "position": "0"}
    fact = {"label": "Last fact", "kind": "other", "quote": "So.", "production": last["show"]}
    correction = {"made_at_0": "01/11/2026", "made_at_1": "12:00:00", "text": "It was wrong."}
    return [
        lambda form: in_the_place_of(form, "byline_set", author=last["author"], position="0"),
        lambda form: in_the_place_of(form, "productions", production=last["show"], **about),
        lambda form: in_the_place_of(form, "people", person=last["person"], **about),
        lambda form: in_the_place_of(form, "countries", country=last["country"], **about),
        lambda form: in_the_place_of(form, "tagged", tag=last["tag"]),
        lambda form: in_the_place_of(form, "facts", **fact),
        lambda form: form.add_row("corrections", **correction),
    ]


def field_edits():
    """The last word on each comes after some that are thrown away."""
    photo = make_photo(caption="Last")
    return [
        {"headline": "A headline thrown away"},
        {"slug": "an-address-thrown-away"},
        {"body": "<p>Text thrown away.</p>"},
        {"headline": "Another headline thrown away"},
        {"lead_photo": ""},
        {"kicker": "Last kicker"},
        {"standfirst": "Last standfirst."},
        {"language": "ko"},
        {"body": "<p>The final text.</p>"},
        {"source_url": "https://example.com/last"},
        {"headline": "The last headline"},
        {"slug": "the-last-headline"},
        {"lead_photo": photo.pk},
    ]


def edit(form, sent, change_rows):
    if change_rows:
        change_rows(form)
    page = form.submit("_continue", **sent)
    assert "was changed successfully" in messages_in(page), errors_in(page)


def test_twenty_edits_are_seen_when_they_are_published_and_not_before(
    desk, client, story, records
):
    reader = type(client)()
    places = list(addresses(story, records))

    def public():
        pages = {address: reader.get(address) for address in places}
        return {address: (page.status_code, page.content) for address, page in pages.items()}

    before = public()
    edits = [(sent, None) for sent in field_edits()]
    edits += [({}, change) for change in row_edits(records)]
    assert len(edits) == 20
    form, address = Form(desk, story), f"/stories/{story.slug}/"
    for sent, change_rows in edits:
        edit(form, sent, change_rows)
        assert reader.get(address).content == before[address][1]
    assert story.revisions.count() == 21
    assert public() == before

    form.submit("_publish")
    after = public()
    moved = reader.get(f"{address}?from=mail").headers["Location"]
    assert moved == "/stories/the-last-headline/?from=mail"
    assert_the_last_word_is_everywhere(after, story, records)
    unchanged = {place for place in places if after[place] == before[place]}
    assert unchanged <= {*NAMES_NO_STORY, *map(reverse, INDEXES)}


def assert_the_last_word_is_everywhere(after, story, records):
    status, page = after["/stories/the-last-headline/"]
    text = page.decode()
    assert status == 200
    assert after[f"/stories/{story.slug}/"][0] == 301
    for words in [
        *("The last headline", "Last standfirst.", "Last kicker", "The final text."),
        *("Jo Last", "Last Show", "Last Person", "Last Land", "Last fact", "It was wrong."),
        *(">last<", 'lang="ko"', "https://example.com/last"),
    ]:
        assert words in text
    for first, last in records.values():
        assert "The last headline" not in after[first.get_absolute_url()][1].decode()
        assert "The last headline" in after[last.get_absolute_url()][1].decode()
    everything = b"".join(content for _, content in after.values())
    assert b"thrown" not in everything
    assert b"first headline" not in everything
