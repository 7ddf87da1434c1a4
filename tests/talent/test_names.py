import pytest

from talent.models import NameKey, Person
from talent.names import keys, query_keys
from tests.factories import make_person, make_production


@pytest.mark.parametrize(
    "spelling",
    ["Han Hyo-joo", "Han Hyo Joo", "HAN HYO-JOO", "Hyo-joo Han", "Hyojoo Han", "Hán  Hyo’joo"],
)
def test_case_accents_hyphens_spaces_and_order_make_no_difference(spelling):
    assert query_keys(spelling) & keys("Han Hyo-joo")


def test_a_leading_article_makes_no_difference():
    assert query_keys("The Descendants of the Sun") & keys("Descendants of the Sun")
    assert query_keys("Call") & keys("The Call")


def test_another_person_is_another():
    assert not query_keys("Hyo Han-joo") & keys("Han Hyo-joo")


def test_a_name_of_marks_alone_has_no_key():
    assert keys("…!") == set()


@pytest.mark.django_db
class TestKeysOfRecords:
    def test_a_recorded_name_finds_its_person(self):
        person = make_person("Han Hyo-joo", native_name="한효주")
        person.names.create(name="Hannah Han", kind="stage")
        for spelling in ["hyojoo", "한효주", "Hannah Han", "han"]:
            assert list(Person.objects.matching(spelling)) == [person]

    def test_a_name_that_is_dropped_no_longer_finds(self):
        person = make_person("Shun Oguri")
        other = person.names.create(name="Guri")
        other.delete()
        assert not Person.objects.matching("Guri")

    def test_a_changed_name_is_found_by_the_new_one_alone(self):
        person = make_person("Shun Oguri")
        person.name = "Shun Ogura"
        person.save()
        assert not Person.objects.matching("Oguri")
        assert Person.objects.matching("Ogura").exists()

    def test_a_deleted_record_leaves_no_keys(self):
        make_production("Moving").delete()
        assert not NameKey.objects.exists()

    def test_nothing_is_matched_by_nothing(self):
        make_person()
        assert not Person.objects.matching("–")
