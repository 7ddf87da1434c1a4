import pytest

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
