"""The pictures that readers are sent."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image, ImageCms

from newsroom import pictures
from newsroom.pictures import read
from newsroom.rendering import render
from newsroom.renditions import RATIOS, Rendition, crop_box, make, signature, widths
from tests.factories import make_photo, make_user
from tests.pictures import content, image, upload, with_iptc

pytestmark = pytest.mark.django_db
WIDE = (960, 480)
MODES = ["RGB", "RGBA", "L", "LA", "P", "1", "I;16", "CMYK"]


def photo_of(data=None, **fields):
    data = data or content("JPEG", image(WIDE))
    file = upload(data, f"x.{read(upload(data)).extension}")
    return make_photo(file=file, **fields)


def address(photo, ratio="3x2", width=320, extension="jpg"):
    return Rendition(ratio, width, extension).url(photo)


def served(client, url):
    return Image.open(BytesIO(get(client, url)[1]))


def get(client, url):
    """The response, and all that it sends."""
    response = client.get(url)
    assert response.status_code == 200, url
    return response, b"".join(response.streaming_content)


def halves(left, right, size=WIDE):
    picture = image(size, left)
    picture.paste(right, (size[0] // 2, 0, *size))
    return picture


@pytest.mark.parametrize("extension", ["avif", "webp", "jpg"])
@pytest.mark.parametrize("ratio", RATIOS)
def test_every_offered_crop_is_served_in_every_format(client, ratio, extension):
    photo = photo_of()
    for width in widths(photo, ratio)[:1]:
        picture = served(client, address(photo, ratio, width, extension))
        assert picture.width == width
        assert picture.width / picture.height == pytest.approx(RATIOS[ratio] or 2, rel=0.02)


def test_the_focal_point_stays_in_the_crop(client):
    data = content("PNG", halves("red", "blue"))
    for focal_x, colour in [(0, (255, 0, 0)), (1, (0, 0, 255))]:
        photo = photo_of(data, focal_x=focal_x)
        picture = served(client, address(photo, "4x5"))
        found = picture.convert("RGB").getpixel((160, 200))
        assert found == pytest.approx(colour, abs=6)


def test_a_crop_never_leaves_the_picture():
    photo = photo_of(focal_x=1, focal_y=0)
    for ratio in RATIOS:
        left, top, right, bottom = crop_box(photo, ratio)
        assert left >= 0
        assert top == 0
        assert right == pytest.approx(960)
        assert bottom <= 480


def test_metadata_and_colour_profile_are_left_out(client):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x010E] = "Secret place"
    for data in [
        with_iptc(caption="Secret place"),
        content("JPEG", image(WIDE), exif=exif, icc_profile=profile),
    ]:
        photo = photo_of(data)
        for extension in ["jpg", "webp", "avif"]:
            width = widths(photo, "free")[0]
            url = address(photo, "free", width, extension)
            assert b"Secret place" not in get(client, url)[1]
            picture = served(client, url)
            assert not picture.getexif()
            assert "icc_profile" not in picture.info


def test_a_picture_on_its_side_is_put_upright(client):
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = photo_of(content("JPEG", image(WIDE), exif=exif))
    assert (photo.width, photo.height) == (480, 960)
    assert served(client, address(photo, "free")).size == (320, 640)


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_pixels_can_be_rendered(mode):
    data = content("JPEG" if mode == "CMYK" else "PNG", Image.new(mode, (40, 30), 1))
    for extension in ["jpg", "webp", "avif"]:
        assert render(data, [0, 0, 40, 30], 40, [40, 30], extension)


class TestDecoding:
    """It happens in a process that has little to lose; readers then get no picture."""

    def test_it_takes_no_more_memory_than_there_is(self, client, monkeypatch, settings):
        photo = photo_of(content("PNG", image((6000, 5000))))
        assert get(client, address(photo))
        monkeypatch.setattr(pictures, "MEMORY", 150_000_000)
        monkeypatch.setattr(pictures, "MEMORY_A_PIXEL", 0)
        assert client.get(address(photo, width=640)).status_code == 404

    def test_what_was_put_in_the_place_of_a_picture_is_no_error(self, client):
        photo = photo_of()
        with photo.file.storage.open(photo.file.name, "wb") as file:
            file.write(b"%!PS (a program)")
        assert client.get(address(photo)).status_code == 404


def test_what_is_transparent_is_white_where_it_must_be_something():
    photo = photo_of(content("PNG", Image.new("RGBA", (40, 30), (0, 0, 0, 0))))
    picture = Image.open(BytesIO(make(photo, Rendition("free", 40, "jpg"))))
    assert picture.getpixel((5, 5)) == pytest.approx((255, 255, 255), abs=3)


@pytest.mark.parametrize(
    "path",
    [
        "0000000000/3x2-320.jpg",
        "{signed}/3x2-321.jpg",
        "{signed}/3x2-1920.jpg",
        "{signed}/5x7-320.jpg",
        "{signed}/3x2-320.png",
        "{signed}/../3x2-320.jpg",
    ],
)
def test_nothing_but_what_is_offered_can_be_had(client, path):
    photo = photo_of()
    path = path.format(signed=signature(photo))
    assert client.get(f"/media/r/{photo.pk}/{path}").status_code == 404


def test_it_is_made_once_and_kept_for_a_year(client):
    photo = photo_of()
    response, _data = get(client, address(photo))
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Type"] == "image/jpeg"
    photo.file.storage.delete(photo.file.name)
    get(client, address(photo))
    assert client.get(address(photo, width=480)).status_code == 404


def test_a_new_focal_point_gives_new_addresses(client, django_capture_on_commit_callbacks):
    photo = photo_of()
    old = address(photo)
    get(client, old)
    with django_capture_on_commit_callbacks(execute=True):
        photo.focal_x = 0.1
        photo.save()
    assert address(photo) != old
    assert client.get(old).status_code == 404
    assert not storages["renditions"].exists(old.removeprefix("/media/"))


def test_a_licence_that_ends_ends_the_caching_too(client):
    photo = photo_of(expires_at=timezone.now() + timedelta(seconds=100))
    assert get(client, address(photo))[0]["Cache-Control"] in {
        f"public, max-age={left}" for left in range(95, 101)
    }


@pytest.mark.parametrize("rule", [{"expires_at": -1}, {"embargo_until": 1}])
def test_without_a_licence_the_desk_alone_sees_it(client, rule):
    photo = photo_of(**{name: timezone.now() + timedelta(days=d) for name, d in rule.items()})
    assert client.get(address(photo)).status_code == 404
    client.force_login(make_user(is_superuser=True))
    response, _data = get(client, address(photo))
    assert response["Cache-Control"] == "private, no-store"


def test_what_was_uploaded_is_for_the_desk(client):
    photo = photo_of()
    url = f"/media/{photo.file.name}"
    assert client.get(url).status_code == 404
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    client.force_login(make_user(is_superuser=True))
    get(client, url)
    assert client.get("/media/photos/../../settings.py").status_code == 404


def test_a_file_that_is_no_picture_is_shown_nowhere(client):
    photo = make_photo(file=upload(b"junk", "x.jpg"))
    assert not photo.is_shown
    url = f"/media/r/{photo.pk}/{signature(photo)}/free-320.jpg"
    assert client.get(url).status_code == 404
