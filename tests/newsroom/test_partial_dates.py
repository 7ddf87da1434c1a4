import datetime

import pytest
from django.core.exceptions import ValidationError

from newsroom.partial_dates import earliest_instant, in_words, validate_partial_date


@pytest.mark.parametrize("value", ["", "2025", "2025-10", "2025-10-16", "2024-02-29"])
def test_a_date_may_be_as_exact_as_its_source(value):
    validate_partial_date(value)


@pytest.mark.parametrize(
    "value",
    ["25", "2025-", "2025-13", "2025-1", "2025-02-30", "2023-02-29", "16-10-2025", "0000",
     "2025-10-16T00:00", "soon", "２０２５", "2025\n", " 2025"],
)  # fmt: skip
def test_anything_else_is_refused(value):
    with pytest.raises(ValidationError, match="is not a date"):
        validate_partial_date(value)


def test_words_are_never_more_exact_than_the_source():
    words = [in_words(value) for value in ["2025", "2025-10", "2025-10-06", ""]]
    assert words == ["2025", "October 2025", "6 October 2025", ""]


def test_the_earliest_instant_is_midnight_at_the_desk(settings):
    settings.TIME_ZONE = "Asia/Seoul"
    expected = datetime.datetime(2023, 12, 31, 15, tzinfo=datetime.UTC)
    assert earliest_instant("2024") == expected
