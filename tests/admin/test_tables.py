"""Tables of people and works, imported with a preview and exported from their lists."""

import csv
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talent.models import Person, Production
from tests.factories import make_country, make_person, make_production, make_tag, make_user

from .pages import messages_in

pytestmark = pytest.mark.django_db

PEOPLE, SHOWS = "/admin/talent/person/", "/admin/talent/production/"


@pytest.fixture
def korea():
    return make_country("South Korea", code="KR")


def look(client, text, place=PEOPLE):
    """The page that comes of sending a table."""
    data = text if isinstance(text, bytes) else text.encode()
    sent = {"import_file": SimpleUploadedFile("table.csv", data), "format": "0"}
    return client.post(f"{place}import/", {**sent, "resource": "0"})


def confirm(client, page, place=PEOPLE):
    form = page.context["confirm_form"]
    sent = {name: form[name].value() for name in form.fields}
    return client.post(f"{place}process_import/", sent, follow=True)


def taken(client, place=PEOPLE, query=""):
    page = client.get(f"{place}export/{query}")
    text = b"".join(page.streaming_content).decode()
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


class TestImporting:
    def test_nothing_is_written_before_it_has_been_looked_through(self, desk, korea):
        make_person("Bae Doona", slug="bae-doona")
        make_person("Han", slug="han")
        page = look(
            desk,
            "\ufeffslug,name,nationalities,birth\n"
            "gong-yoo,Gong Yoo,KR,1979-07\nbae-doona,Bae Doo-na,,\nhan,Han,,\n",
        )
        assert "1 new, 1 changed, 1 the same" in page.text
        assert "<del>Bae Doona</del> <ins>Bae Doo-na</ins>" in page.text
        assert Person.objects.count() == 2
        said = confirm(desk, page)
        assert "1 new, 1 updated, 0 deleted and 1 skipped" in messages_in(said)
        new = Person.objects.get(slug="gong-yoo")
        assert (new.name, new.birth, new.nationalities.get()) == ("Gong Yoo", "1979-07", korea)
        assert Person.objects.get(slug="bae-doona").name == "Bae Doo-na"
        assert set(LogEntry.objects.values_list("action_flag", flat=True)) == {1, 2}
        assert Person.objects.matching("gong yoo").exists()

    def test_a_column_that_is_left_out_is_left_alone(self, desk, korea):
        fields = {"bio": "An actor.", "sort_name": "Han, as we file it"}
        make_person("Han", slug="han", nationalities=[korea], **fields)
        confirm(desk, look(desk, "slug,name\nhan,Han Hyo-joo\n"))
        han = Person.objects.get()
        assert (han.name, han.nationalities.get()) == ("Han Hyo-joo", korea)
        assert {name: getattr(han, name) for name in fields} == fields

    def test_a_work_has_its_countries_tags_and_sources(self, desk, korea):
        make_tag("Romance", slug="romance")
        make_production("The novel", slug="novel")
        page = look(
            desk,
            "slug,title,kind,year,countries,genres,based_on\n"
            "moving,Moving,series,2023,KR,romance,novel\n",
            SHOWS,
        )
        confirm(desk, page, SHOWS)
        show = Production.objects.get(slug="moving")
        assert (show.kind, show.year, show.countries.get()) == ("series", 2023, korea)
        assert show.genres.get().slug == "romance"
        assert show.based_on.get().slug == "novel"

    @pytest.mark.parametrize(
        ("row", "column", "words"),
        [
            ("a,,series,2023,KR", "title", "This field cannot be blank."),
            ("a,A,opera,2023,KR", "kind", "is not a valid choice"),
            ("a,A,series,soon,KR", "year", "Enter a whole number."),
            ("a,A,series,1066,KR", "year", "greater than or equal to 1880"),
            ("a,A,series,2023,KR;XX", "countries", "There is no country “XX”."),
            (",A,series,2023,KR", "slug", "This field cannot be blank."),
            ("a b,A,series,2023,KR", "slug", "valid “slug”"),
            ("first,A,series,2023,KR", "slug", "Row 1 has this slug too."),
            ("a,First,series,2023,KR", "", "There is a work of this title"),
        ],
    )
    def test_bad_input_is_told_by_row_and_column(self, desk, korea, row, column, words):
        head = "slug,title,kind,year,countries\nfirst,First,,,\n"
        page = look(desk, f"{head}{row}\n", SHOWS)
        assert f"<td>2</td><td>{column or '–'}</td>" in page.text
        assert words in page.text
        assert "confirm_form" not in page.context
        assert not Production.objects.exists()

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("slug,name,nmae\na,A,A\n", "There is no column “nmae”"),
            ("name\nA\n", "slug"),
            ("slug,name\na,A,B\n", "This is no table in CSV"),
            (b"slug,name\na,\xff\xfe\n", "It is not written in UTF-8."),
            ("", "empty"),
            ("slug,name\n", "No valid data"),
        ],
    )
    def test_what_is_no_such_table_is_refused(self, desk, text, words):
        page = look(desk, text)
        assert page.status_code == 200
        assert words in page.text
        assert "Traceback" not in page.text

    def test_who_may_be_here_already_is_named(self, desk):
        make_person("Han Hyo-joo", slug="han-hyo-joo")
        page = look(desk, "slug,name,disambiguation\nhan-2,Han Hyojoo,singer\n")
        assert "May be here already: Han Hyo-joo (han-hyo-joo)." in page.text

    def test_a_name_is_filed_as_its_country_has_it(self, desk, korea):
        text = "slug,name,nationalities\ngong-yoo,Gong Yoo,KR\n"
        confirm(desk, look(desk, text))
        assert Person.objects.get().sort_name == "Gong Yoo"

    def test_it_is_refused_whole_if_something_changed_since(self, desk):
        page = look(desk, "slug,name\nb,B\na,A\n")
        make_person("A", slug="another")
        said = confirm(desk, page)
        assert "Nothing was imported" in messages_in(said)
        assert not Person.objects.filter(slug="b").exists()

    def test_a_table_of_another_s_name_cannot_be_confirmed(self, desk):
        sent = {"import_file_name": "/etc/passwd", "original_file_name": "x", "format": "0"}
        page = desk.post(f"{PEOPLE}process_import/", sent | {"resource": "0"}, follow=True)
        assert "The table is no longer here" in messages_in(page)

    def test_no_style_or_script_stands_in_the_page(self, desk):
        make_person("A", slug="a")
        page = look(desk, "slug,name\na,<script>B</script>\n")
        assert "style=" not in page.text.split("<main")[-1]
        assert "<script>B" not in page.text
        assert "onchange" not in page.text


class TestExporting:
    def test_it_can_be_imported_again_and_changes_nothing(self, desk, korea):
        make_person("=Han", slug="han", bio="-1\nline", nationalities=[korea], birth="1987")
        rows = taken(desk)
        assert rows[0]["name"] == "'=Han"
        assert rows[0]["bio"] == "'-1\nline"
        out = StringIO()
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        assert "0 new, 0 changed, 1 the same" in look(desk, out.getvalue()).text

    def test_the_list_s_filters_and_search_narrow_it(self, desk, korea):
        make_person("Han Hyo-joo", slug="han", nationalities=[korea])
        make_person("Shun Oguri", slug="oguri")
        assert [row["slug"] for row in taken(desk, query="?q=oguri")] == ["oguri"]
        query = f"?nationalities__id__exact={korea.pk}"
        assert [row["slug"] for row in taken(desk, query=query)] == ["han"]

    def test_many_records_take_no_more_queries_than_few(self, desk, korea):
        counts = []
        for number in range(2):
            for other in range(5):
                make_person(f"P {number}{other}", nationalities=[korea])
            with CaptureQueriesContext(connection) as queries:
                taken(desk)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_a_list_that_cannot_be_narrowed_so_is_not_written_whole(self, desk):
        page = desk.get(f"{PEOPLE}export/?nosuch=1")
        assert page["Location"] == PEOPLE
        assert not LogEntry.objects.exists()

    def test_who_took_it_is_recorded(self, desk, editor):
        taken(desk, SHOWS, "?q=moving")
        assert LogEntry.objects.get().change_message == "Exported as CSV: q=moving"


@pytest.mark.parametrize("place", [PEOPLE, SHOWS])
@pytest.mark.parametrize(
    ("role", "may"),
    [("Reporter", False), ("Editor", True), ("Desk chief", True), ("Archivist", True)],
)
def test_tables_are_for_whoever_may_add_and_change(client, place, role, may):
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    sent = {"import_file_name": "x", "original_file_name": "x", "format": "0"}
    assert (client.get(f"{place}import/").status_code == 200) == may
    assert (client.post(f"{place}process_import/", sent).status_code == 302) == may
    assert (client.get(f"{place}export/").status_code == 200) == may
    assert ("Import a table" in client.get(place).text) == may
