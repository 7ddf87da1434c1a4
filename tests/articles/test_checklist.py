"""What must not go out, and what should not."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.checklist import checklist
from articles.publishing import NotPublishable, publish, withdraw
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_user,
)
from tests.newsroom.test_renditions import upload

pytestmark = pytest.mark.django_db

NOW = timezone.now()
BAD_TEXTS = [
    ("She is TK years old", "TK"),
    ("Born in TKTK, she", "TKTK"),
    ("Trailer: (insert YouTube link here)", "insert YouTube link here"),
    ("See [link] for more", "[link]"),
    ("Lorem ipsum dolor", "Lorem ipsum"),
]
GOOD_TEXTS = ["Kotkans at ATK", "Tk", "TKO", "They insert coins; here it ends", "[sic]"]


def blocking(article):
    return checklist(article, timezone.now()).blocking


def warnings(article):
    return "\n".join(checklist(article, timezone.now()).warnings)


def linked(record, kind, words="there"):
    return f'<p><a data-ref="{kind}:{record.pk}">{words}</a></p>'


class TestBlocking:
    @pytest.mark.parametrize(("text", "shown"), BAD_TEXTS)
    @pytest.mark.parametrize("place", ["headline", "standfirst", "kicker", "body"])
    def test_a_placeholder_anywhere(self, place, text, shown):
        name = "text" if place == "body" else place
        article = make_article(**{"headline": "H", place: text})
        assert blocking(article) == [f"The {name} still has “{shown}”."]

    @pytest.mark.parametrize("text", GOOD_TEXTS)
    def test_and_not_what_only_looks_like_one(self, text):
        assert blocking(make_article(text, standfirst=text, body=f"<p>{text}</p>")) == []

    def test_a_placeholder_in_a_pull_quote_or_a_caption(self):
        assert blocking(make_article(body="<aside><p>Says TK</p></aside>"))
        photo = make_photo(slug="quay", caption="On the TK quay")
        assert "caption of the picture “quay”" in blocking(make_article(lead_photo=photo))[0]

    def test_a_picture_without_words_or_rights_in_the_lead_or_the_text(self):
        lacking = {"alt": " ", "credit": "", "file": upload(b"junk", "x.jpg")}
        photo = make_photo(slug="quay", **lacking)
        figure = make_article(body=f'<figure data-ref="photo:{photo.pk}"></figure>')
        for article in [make_article(lead_photo=photo), figure]:
            assert blocking(article) == [
                "The picture “quay” has no alternative text.",
                "The picture “quay” has neither credit nor licence.",
            ]

    def test_not_a_caption_without_its_picture(self):
        assert blocking(make_article(lead_photo=make_photo(alt="", credit=""))) == []

    def test_a_link_to_what_readers_cannot_see(self):
        out, draft, down = make_story(), make_article("Secret"), make_story()
        withdraw(down)
        assert blocking(make_article(body=linked(out, "story"))) == []
        for story in [draft, down]:
            assert blocking(make_article(body=linked(story, "story", "this"))) == [
                "“this” leads to a story that readers cannot see then."
            ]

    def test_a_link_to_what_is_gone(self):
        person = make_person()
        body = linked(person, "person", "She")
        person.delete()
        assert blocking(make_article(body=body)) == [
            "“She” leads to a person that is not there."
        ]

    def test_an_embargo_by_name_of_who_may_lift_it(self):
        chief = make_user("mina", first_name="Mina", last_name="Kim")
        chief.groups.add(Group.objects.get(name="Desk chief"))
        make_user("jae", is_superuser=True)
        make_user("rei").groups.add(Group.objects.get(name="Editor"))
        [message] = blocking(make_article(embargo_until=NOW + timedelta(days=1)))
        assert message.startswith("The story is under embargo until ")
        assert message.endswith("; Mina Kim or jae may lift it.")

    def test_publishing_refuses_with_the_same_words(self):
        article = make_article(standfirst="TK")
        with pytest.raises(NotPublishable) as refusal:
            publish(article)
        assert refusal.value.messages == blocking(article)


class TestWarnings:
    def test_of_what_is_lacking(self):
        bare = warnings(make_article())
        for words in ["no lead picture", "no show", "no byline"]:
            assert words in bare
        show = make_production("Moving")
        full = make_article(
            "On Moving", shows=[show], authors=[make_author()], lead_photo=make_photo()
        )
        assert warnings(full) == ""

    @pytest.mark.parametrize(
        "text", ["Han Hyo Joo’s show", "hyo-joo han", "한효주는 말했다", "H. H. Joo"]
    )
    def test_not_of_a_link_that_is_named_in_any_spelling(self, text):
        han = make_person("Han Hyo-joo", native_name="한효주")
        article = make_article(text, people=[han])
        article.people.update(printed="H. H. Joo")
        assert "named nowhere" not in warnings(article)

    @pytest.mark.parametrize("text", ["Korean stars", "two Koreans", "South Korea’s"])
    def test_nor_of_a_country_by_its_people(self, text):
        korea = make_country("South Korea", code="KR", demonym="Korean")
        assert "named nowhere" not in warnings(make_article(text, countries=[korea]))

    def test_of_a_link_that_nothing_names_unless_it_is_a_passing_one(self):
        tving, viki = make_company("Tving"), make_company("Viki")
        article = make_article("Netflix", companies=[tving, (viki, 3)])
        assert "Linked, and named nowhere in it: Tving." in warnings(article)

    def test_of_people_who_are_named_and_not_linked(self):
        han, oguri = make_person("Han Hyo-joo"), make_person("Shun Oguri", native_name="小栗旬")
        make_person("Rain")
        body = "<p>Han Hyo Joo met Oguri Shun in the rain. 小栗旬は話した。</p>"
        assert "Named and not linked: Shun Oguri." in warnings(
            make_article(body=body, people=[han])
        )
        assert "Named" not in warnings(make_article(body=body, people=[han, oguri]))

    def test_of_headings_that_skip_a_level_and_a_long_standfirst(self):
        article = make_article(body="<h3>Cast</h3><p>Text.</p>", standfirst="x" * 301)
        assert "The smaller heading “Cast” stands before any heading." in warnings(article)
        assert "301 characters" in warnings(article)
        assert "heading" not in warnings(make_article(body="<h2>A</h2><h3>B</h3>"))

    def test_of_notes_that_are_open(self):
        article = make_article()
        article.notes.create(text="Check.")
        assert "A note is not resolved." in warnings(article)


def test_its_queries_grow_neither_with_the_links_nor_with_the_archive():
    def queries(number):
        people = [make_person(f"Han {number} {n}") for n in range(number)]
        shows = [make_production() for _ in range(number)]
        body = "".join(linked(make_story(), "story") for _ in range(number))
        names = "".join(f"<p>{person} spoke.</p>" for person in people)
        article = make_article(people=people, shows=shows, body=body + names)
        with CaptureQueriesContext(connection) as captured:
            checklist(article, timezone.now())
        return len(captured)

    assert queries(1) == queries(12) <= 25
