"""The JSON API, as the programs that read it do."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator

from articles.api import changes
from articles.models import Article
from articles.publishing import publish, schedule, withdraw
from tests.articles.test_public_queries import LABELS, PUBLIC_TABLES
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
)
from tests.pictures import upload

pytestmark = pytest.mark.django_db

API = "/api/v1/"
SITE = "http://testserver"
HOUR = timedelta(hours=1)
THEN = datetime(2026, 3, 14, 12, tzinfo=UTC)
STORY = "stories/korean-movies-love-to-tell-cross-border-romance-stories"
QUERIES = {
    "": 0,
    "openapi.json": 0,
    "stories": 2,
    "stories?show=romantics-anonymous&year=2025": 3,
    STORY: 6,
    f"{STORY}.ninjs": 4,
    "shows": 4,
    "shows/romantics-anonymous": 4,
    "people": 3,
    "people/han-hyo-joo": 3,
    "companies": 2,
    "countries": 1,
    "tags": 1,
    "authors": 1,
    "search?q=netflix": 7,
    "changes": 3,
    "stories/nothing": 2,
    "people/nobody": 2,
}


def texts(*names):
    return {name: {"type": "string"} for name in names}


def listed(*properties):
    """A list of objects that have no other properties than these, which are texts."""
    counts = {"wordCount": {"type": "integer"}, "charCount": {"type": "integer"}}
    of_each = {
        "type": "object",
        "properties": texts(*properties) | counts,
        "additionalProperties": False,
    }
    return {"type": "array", "items": of_each}


TOLD = ["headlines", "bodies", "descriptions"]
NAMED = ["people", "organisations", "places", "subjects"]
MOMENT = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$",
}
# Those parts of IPTC's schema of ninjs 3.0 that a story here has.
NINJS_PROPERTIES = {
    "uri": {"type": "string", "format": "uri", "pattern": "^(https?://|urn:uuid:)"},
    **dict.fromkeys(["firstCreated", "versionCreated", "contentCreated", "expires"], MOMENT),
    **texts("language", "by", "usageTerms"),
    "type": {"enum": ["text", "picture"]},
    "representationType": {"enum": ["full", "partial"]},
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    **{name: listed("role", "contentType", "value") for name in TOLD},
    **{name: listed("name", "rel", "uri") for name in NAMED},
    "infoSources": listed("name", "role", "uri"),
    "altIds": listed("role", "value"),
    "renditions": listed("name", "href", "contentType"),
    "standard": listed("name", "version", "schema")["items"],
}
PICTURE = {
    "type": "object",
    "properties": NINJS_PROPERTIES | {"name": {"type": "string"}},
    "required": ["name", "uri"],
    "additionalProperties": False,
}
NINJS = {
    "type": "object",
    "properties": NINJS_PROPERTIES | {"associations": {"type": "array", "items": PICTURE}},
    "required": ["uri"],
    "additionalProperties": False,
}


@pytest.fixture
def seeds(db):
    call_command("loaddata", *LABELS.split(), verbosity=0)


@pytest.fixture
def get(client):
    def answer(path, status=200, **query):
        address = path if path.startswith(SITE) else f"{API}{path}"
        response = client.get(f"{address}?{urlencode(query)}" if query else address)
        assert response.status_code == status, response.content
        problem = "application/problem+json"
        assert response["Content-Type"] == ("application/json" if status == 200 else problem)
        assert response["Access-Control-Allow-Origin"] == "*"
        return response.json()

    return answer


def headlines(answer):
    return [story["headline"] for story in answer["stories"]]


def described(get, name):
    schemas = get("openapi.json")["components"]["schemas"]
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
    )


class TestStories:
    def test_lists_what_is_live_newest_first(self, get):
        make_story("Old", now=THEN)
        make_story("New", now=THEN + HOUR)
        make_article("Draft")
        schedule(make_article("Soon"), at=timezone.now() + HOUR)
        withdraw(make_story("Withdrawn"))
        answer = get("stories")
        assert headlines(answer) == ["New", "Old"]
        assert answer["next"] is None

    def test_is_filtered_as_the_site_is(self, get):
        korea = make_country("South Korea", code="KR")
        person, company = make_person("Han Hyo-joo"), make_company("Netflix")
        show = make_production("Moving", countries=[korea])
        make_story(
            "One",
            shows=[show],
            people=[person],
            companies=[company],
            tags=[make_tag("asia")],
            authors=[make_author("Mina")],
            language="ko",
            now=THEN,
        )
        make_story("Other")
        for query in [
            {"show": "moving"},
            {"person": "han-hyo-joo"},
            {"country": "south-korea"},
            {"company": "netflix"},
            {"tag": "asia"},
            {"author": "mina"},
            {"language": "ko"},
            {"show": "moving", "language": "ko", "tag": "asia"},
        ]:
            assert headlines(get("stories", **query)) == ["One"], query
        assert get("stories", show="moving", year=2020)["stories"] == []

    def test_pages_hold_still_while_stories_come_and_go(self, get):
        stories = [make_story(f"{n}", now=THEN + n * HOUR) for n in range(6)]
        first = get("stories", limit=2)
        make_story("New")
        withdraw(stories[4])
        withdraw(stories[3])
        second = get(first["next"])
        third = get(second["next"]) if second["next"] else {"stories": []}
        assert headlines(first) == ["5", "4"]
        assert headlines(second) + headlines(third) == ["2", "1", "0"]

    def test_stories_of_one_moment_are_all_told_once(self, get):
        for n in range(5):
            make_story(f"{n}", now=THEN)
        answer, told = get("stories", limit=2), []
        while True:
            told += headlines(answer)
            if not answer["next"]:
                break
            answer = get(answer["next"])
        assert told == ["4", "3", "2", "1", "0"]

    def test_a_story_is_told_whole_with_whole_addresses(self, get):
        show = make_production("Moving", kind="series")
        person = make_person("Han Hyo-joo", native_name="한효주")
        body = f'<p><a data-ref="show:{show.pk}">It</a> &lt;b&gt;</p>'
        story = make_story(
            "One",
            slug="one",
            body=body,
            shows=[show],
            people=[(person, 3)],
            tags=[make_tag("asia")],
            authors=[make_author("Mina")],
            lead_photo=make_photo(file=upload()),
        )
        answer = get("stories/one")
        assert answer["id"] == story.uid.urn
        assert answer["body_html"] == (
            '<p><a href="http://testserver/shows/moving/">It</a> &lt;b&gt;</p>'
        )
        assert answer["body_text"] == "It <b>"
        assert [(n["name"], n["prominence"]) for n in answer["names"]] == [
            ("Moving", "main"),
            ("Han Hyo-joo", "mentioned"),
        ]
        assert answer["names"][1]["native_name"] == "한효주"
        assert answer["tags"][0]["api"] == f"{SITE}/api/v1/tags/asia"
        assert answer["picture"]["url"].startswith(f"{SITE}/media/r/")

    def test_a_person_of_the_same_number_makes_no_show_a_subject(self, get):
        show, person = make_production("Moving", pk=700), make_person("Han Hyo-joo", pk=700)
        make_story(slug="one", shows=[(show, 3)], people=[person])
        assert get("stories/one")["shows"] == get("stories")["stories"][0]["shows"] == []

    def test_an_undated_story_has_no_day(self, get):
        make_story(
            slug="wire", source_id="1", source_date="2024", source_date_certainty="stated"
        )
        answer = get("stories/wire")
        assert answer["published_at"] is None
        assert answer["source_date"] == {"date": "2024", "words": "", "certainty": "stated"}
        assert "2024-01" not in json.dumps(answer) + json.dumps(get("stories"))

    def test_what_is_gone_moved_or_never_was(self, get, client):
        withdraw(make_story("Secret headline", slug="gone"))
        make_article(slug="draft")
        article = make_story(slug="old")
        Article.objects.filter(pk=article.pk).update(slug="new")
        publish(article)
        for end in ["", ".ninjs"]:
            assert "Secret" not in json.dumps(get(f"stories/gone{end}", 410))
            get(f"stories/draft{end}", 404)
            get(f"stories/nowhere{end}", 404)
            response = client.get(f"{API}stories/old{end}")
            assert (response.status_code, response.url) == (301, f"{API}stories/new{end}")

    def test_translations_name_each_other(self, get):
        original = make_story(slug="en")
        korean = make_story(slug="ko", language="ko", translation_of=original)
        make_story(slug="vi", language="vi", translation_of=korean)
        make_article(slug="ja", language="ja", translation_of=original)
        for slug, others in [("en", "ko vi"), ("ko", "en vi"), ("vi", "en ko")]:
            found = [t["language"] for t in get(f"stories/{slug}")["translations"]]
            assert found == others.split()


class TestRecords:
    def test_each_list_and_each_record(self, get, client):
        korea = make_country("South Korea", code="KR")
        make_production("Moving", countries=[korea], original_title="무빙")
        make_person("Han Hyo-joo", nationalities=[korea], birth="1987")
        make_company("Netflix", country=korea)
        asia = make_tag("asia")
        make_tag("asian", synonym_of=asia)
        make_author("Mina")
        for place, slug in [
            ("shows", "moving"),
            ("people", "han-hyo-joo"),
            ("companies", "netflix"),
            ("countries", "south-korea"),
            ("tags", "asia"),
            ("authors", "mina"),
        ]:
            (told,) = get(place)[place]
            assert told == get(f"{place}/{slug}")
            assert told["api"] == f"{SITE}/api/v1/{place}/{slug}"
        assert client.get(f"{API}tags/asian").url == f"{API}tags/asia"
        person = make_person("Old Name")
        person.slug = "new-name"
        person.save()
        assert client.get(f"{API}people/old-name").url == f"{API}people/new-name"

    def test_internal_notes_stay_inside(self, get):
        make_person("Han Hyo-joo", note="Secret")
        make_production("Moving", note="Secret")
        make_company("Netflix", note="Secret")
        for place in ["people", "shows", "companies"]:
            assert "Secret" not in json.dumps(get(place))

    def test_pages_follow_one_another(self, get):
        names = [make_person(f"Person {n}").name for n in range(5)]
        answer, told = get("people", limit=2), []
        while True:
            told += [person["name"] for person in answer["people"]]
            if not answer["next"]:
                break
            answer = get(answer["next"])
        assert told == names


class TestSearch:
    def test_finds_names_then_stories_page_by_page(self, get):
        show = make_production("Moving")
        for n in range(3):
            make_story(f"Moving {n}", shows=[show], now=THEN + n * HOUR)
        make_story("Elsewhere", body="<p>A moving text.</p>")
        answer = get("search", q="moving", limit=2)
        assert [name["name"] for name in answer["names"]] == ["Moving"]
        assert headlines(answer) == ["Moving 2", "Moving 1"]
        answer = get(answer["next"])
        assert answer["names"] == []
        assert headlines(answer) == ["Moving 0", "Elsewhere"]
        assert answer["next"] is None

    def test_says_by_which_name_and_what_it_only_guesses(self, get):
        make_person("Shun Oguri", native_name="小栗旬")
        found = [
            [(each["name"], each["matched"], each["is_guess"]) for each in answer["names"]]
            for answer in (get("search", q=q) for q in ["oguri shun", "小栗旬", "Oguri Syun"])
        ]
        assert found == [
            [("Shun Oguri", "Shun Oguri", False)],
            [("Shun Oguri", "小栗旬", False)],
            [("Shun Oguri", "Shun Oguri", True)],
        ]


class TestChanges:
    def test_tells_what_came_and_what_went_in_order(self, get):
        make_story("One", now=THEN)
        gone = make_story("Gone", now=THEN + HOUR)
        make_story("Brief", now=THEN, expires_at=THEN + 3 * HOUR)
        withdraw(gone, now=THEN + 2 * HOUR)
        schedule(make_article("Soon"), at=timezone.now() + HOUR)
        make_article("Draft")
        told = get("changes")["changes"]
        assert [(c["kind"], c["at"]) for c in told] == [
            ("published", "2026-03-14T12:00:00Z"),
            ("withdrawn", "2026-03-14T14:00:00Z"),
            ("expired", "2026-03-14T15:00:00Z"),
        ]
        assert told[1]["id"] == gone.uid.urn
        assert told[1]["story"] is None
        assert told[0]["story"]["headline"] == "One"

    def test_a_replaced_version_is_not_told_as_gone(self, get):
        article = make_story("One", now=THEN)
        Article.objects.filter(pk=article.pk).update(headline="Two")
        schedule(article, at=THEN + 2 * HOUR, now=THEN + HOUR)
        (told,) = get("changes")["changes"]
        assert (told["kind"], told["story"]["headline"]) == ("published", "Two")

    def test_the_cursor_leaves_no_gap_and_tells_nothing_twice(self, get):
        stories = [make_story(f"{n}", now=THEN) for n in range(5)]
        answer, told = get("changes", limit=2), []
        told += [c["story"]["headline"] for c in answer["changes"]]
        while answer["more"]:
            answer = get(answer["next"])
            told += [c["story"]["headline"] for c in answer["changes"]]
        assert told == ["0", "1", "2", "3", "4"]
        assert get(answer["next"])["changes"] == []
        withdraw(stories[0], now=THEN + HOUR)
        (later,) = get(answer["next"])["changes"]
        assert (later["kind"], later["id"]) == ("withdrawn", stories[0].uid.urn)

    def test_what_may_still_be_overtaken_waits(self, get):
        make_story("Just now")
        assert get("changes")["changes"] == []

    def test_since_a_moment(self, get):
        make_story("Old", now=THEN)
        make_story("New", now=THEN + HOUR)
        for since in ["2026-03-14T13:00:00Z", "2026-03-14T21:00:01+09:00"]:
            (told,) = get("changes", since=since)["changes"]
            assert told["story"]["headline"] == "New"
            (told,) = get("changes", since=since, cursor="0-0")["changes"]
            assert told["story"]["headline"] == "New"


class TestNinjs:
    def test_has_the_properties_of_the_standard(self, get):
        photo = make_photo(file=upload(), licence="CC BY 4.0", caption="A scene")
        story = make_story(
            "One",
            slug="one",
            standfirst="Two",
            shows=[make_production("Moving")],
            people=[make_person("Han Hyo-joo")],
            companies=[(make_company("Netflix"), 3)],
            countries=[make_country("Japan", code="JP")],
            tags=[make_tag("asia")],
            authors=[make_author("Mina")],
            lead_photo=photo,
            now=THEN,
        )
        item = get("stories/one.ninjs")
        Draft202012Validator(NINJS).validate(item)
        assert item["uri"] == story.uid.urn
        assert item["type"] == "text"
        assert item["headlines"] == [
            {"role": "main", "contentType": "text/plain", "value": "One"}
        ]
        assert item["people"] == [
            {"name": "Han Hyo-joo", "rel": "about", "uri": f"{SITE}/people/han-hyo-joo/"}
        ]
        assert item["organisations"][0]["rel"] == "mentions"
        assert [s["rel"] for s in item["subjects"]] == ["about", "keyword"]
        assert item["firstCreated"] == "2026-03-14T12:00:00+00:00"
        assert item["associations"][0]["usageTerms"] == "CC BY 4.0"

    def test_an_undated_story_says_no_day(self, get):
        make_story(slug="wire", source_id="1", source_date="2024")
        assert not {"firstCreated", "contentCreated"} & get("stories/wire.ninjs").keys()


class TestBadRequests:
    @pytest.mark.parametrize(
        ("address", "parameter"),
        [
            ("stories?limit=0", "limit"),
            ("stories?limit=101", "limit"),
            ("stories?limit=-1", "limit"),
            ("stories?limit=١", "limit"),
            (f"stories?limit={'9' * 500}", "limit"),
            ("stories?year=twenty", "year"),
            ("stories?year=", "year"),
            ("stories?show=", "show"),
            ("stories?show=a%2Fb", "show"),
            (f"stories?show={'x' * 300}", "show"),
            ("stories?language=EN!", "language"),
            ("stories?page=2", "page"),
            ("stories?limit=2&limit=3", "limit"),
            ("stories?cursor=x", "cursor"),
            ("stories?cursor=%F0%9F%98%80", "cursor"),
            ("people?cursor=1-2", "cursor"),
            ("people?cursor=-1", "cursor"),
            ("search?q=x&cursor=9-1-1", "cursor"),
            (f"stories?cursor={'1' * 19}-1", "cursor"),
            ("people?q=x", "q"),
            ("search", "q"),
            ("search?q=", "q"),
            (f"search?q={'x' * 201}", "q"),
            ("changes?since=yesterday", "since"),
            ("changes?since=2026-03-14", "since"),
            ("stories/one?x=1", "x"),
        ],
    )
    def test_are_refused_by_the_name_of_what_is_wrong(self, get, address, parameter):
        problem = get(address, 400)
        assert problem["parameter"] == parameter
        assert problem["status"] == 400
        assert parameter in problem["detail"]

    def test_an_unknown_record_is_named(self, get):
        assert get("stories?show=nobody", 404)["parameter"] == "show"

    @pytest.mark.parametrize(
        "address",
        [
            f"stories?cursor={'9' * 18}-{'9' * 18}",
            f"search?q=x&cursor=2-{'9' * 18}-0",
            "search?q=~&cursor=0-1-1",
            "search?q=%C2%A0",
            f"people?cursor={'9' * 18}",
            "changes?cursor=0-0",
            "changes?since=0001-01-01T00:00:00%2B14:00",
            "changes?since=9999-12-31T23:59:59-12:00",
        ],
    )
    def test_what_leads_nowhere_is_no_error(self, get, address):
        assert get(address)

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_nothing_can_be_written(self, client, method):
        response = getattr(client, method)(f"{API}stories")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"

    @pytest.mark.parametrize(
        "path", ["nothing", "stories/", "people/a/b", "stories/a.b", "a%0Ab.ninjs"]
    )
    def test_what_is_not_there_is_a_problem_too(self, get, path):
        assert get(path, 404)["status"] == 404

    def test_any_site_may_ask_from_a_browser(self, client):
        response = client.options(f"{API}stories", headers={"origin": "https://a.example"})
        assert response.status_code == 204
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "GET" in response["Access-Control-Allow-Methods"]

    def test_what_has_not_changed_is_not_sent_again(self, client):
        make_story("One", slug="one", now=THEN)
        for path in ["stories", "stories/one", "stories/one.ninjs", "changes", "openapi.json"]:
            etag = client.get(API + path)["ETag"]
            again = client.get(API + path, headers={"if-none-match": etag})
            assert again.status_code == 304, path
            assert again["Access-Control-Allow-Origin"] == "*"


class TestDescription:
    @pytest.fixture(autouse=True)
    def told_at_once(self, monkeypatch):
        monkeypatch.setattr(changes, "SETTLED", timedelta(0))

    def test_every_answer_is_as_described(self, get, seeds):
        paths = get("openapi.json")["paths"]
        withdraw(Article.objects.filter(state="published").first())
        slugs = {
            place: get(place)[place][0]["url"].split("/")[-2]
            for place in [
                "stories",
                "shows",
                "people",
                "companies",
                "countries",
                "tags",
                "authors",
            ]
        }
        for path, described_path in paths.items():
            content = described_path["get"]["responses"]["200"]["content"]
            schema = content["application/json"]["schema"]
            if "$ref" not in schema:
                continue
            place = path.removeprefix(API)
            place = place.replace("{slug}", slugs.get(place.split("/")[0], ""))
            answer = get(place, **({"q": "netflix"} if place == "search" else {}))
            described(get, schema["$ref"].split("/")[-1]).validate(answer)

    def test_each_query_costs_what_is_written_here(self, client, seeds):
        found, read = {}, set()
        for path in QUERIES:
            with CaptureQueriesContext(connection) as captured:
                client.get(API + path)
            found[path] = len(captured)
            for query in captured:
                read |= {
                    word.strip('"')
                    for word in query["sql"].replace(".", " ").replace(",", " ").split()
                    if word.startswith('"articles_')
                }
        assert found == QUERIES
        assert read <= PUBLIC_TABLES
