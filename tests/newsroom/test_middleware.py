import gzip

import pytest

from articles import share
from tests.factories import make_story

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/stories/?q=a%00b", "/stories/?%00", "/search/?q=%%0000", "/admin/login/?next=a%00b"],
)
def test_a_nul_in_a_query_is_no_error(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/media/%00", "/media/../x", "/media/", "/stories/%00/"])
def test_a_path_to_nothing_is_the_clients_error(client, address):
    assert client.get(address).status_code in {400, 404}


COMPRESSED = {"accept-encoding": "gzip"}


@pytest.mark.parametrize(
    "address", ["/", "/stories/", "/feed.atom", "/feed.json", "/api/v1/openapi.json"]
)
def test_texts_are_sent_compressed_to_who_takes_them_so(client, address):
    make_story("One", standfirst="On a show. " * 30)
    plain = client.get(address)
    response = client.get(address, headers=COMPRESSED)
    assert response["Content-Encoding"] == "gzip"
    assert response["Vary"] == "Accept-Encoding"
    assert gzip.decompress(response.content) == plain.content
    assert "Content-Encoding" not in plain


def test_what_was_sent_compressed_is_known_again(client):
    make_story("One", standfirst="On a show. " * 30)
    etag = client.get("/feed.rss", headers=COMPRESSED)["ETag"]
    again = client.get("/feed.rss", headers=COMPRESSED | {"if-none-match": etag})
    assert again.status_code == 304


def test_pictures_are_sent_as_they_are(client):
    story = make_story("One")
    response = client.get(share.address(story.editions.get()), headers=COMPRESSED)
    # Read to its end, so that its file is closed.
    assert response.getvalue().startswith(b"\x89PNG")
    assert "Content-Encoding" not in response
