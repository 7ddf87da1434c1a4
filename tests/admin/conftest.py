import pytest

from tests.factories import make_user


@pytest.fixture
def editor(db):
    return make_user("editor", is_superuser=True)


@pytest.fixture
def desk(client, editor):
    """A browser in which an editor with every permission is logged in."""
    client.force_login(editor)
    return client
