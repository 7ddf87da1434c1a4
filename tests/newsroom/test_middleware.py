import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/stories/?q=%00", "/admin/login/?next=a%00b", "/?%00"])
def test_a_nul_in_a_query_is_the_clients_error(client, url):
    assert client.get(url).status_code == 400
