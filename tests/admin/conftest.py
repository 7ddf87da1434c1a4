import pytest

from tests.factories import make_person, make_user


@pytest.fixture
def editor(db):
    return make_user("editor", is_superuser=True)


@pytest.fixture
def desk(client, editor):
    """A browser in which an editor with every permission is logged in."""
    client.force_login(editor)
    return client


@pytest.fixture
def han(db):
    return make_person("Han Hyo-joo")


@pytest.fixture
def twin(han):
    """The same person once more, under another spelling."""
    return make_person("Han Hyo Joo", slug="twin")
