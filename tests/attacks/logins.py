"""Two thousand guesses: how many are weighed, and what the answers tell of who is there."""

from statistics import median

from .target import PASSWORD
from .visitor import Visitor

TRIES = 2000
MOST_WEIGHED = 5


def attack(port):
    from tests.factories import make_user  # noqa: PLC0415 - after django.setup()

    make_user("watched", password=PASSWORD)
    weighed = sum(guess(port, "watched", number) for number in range(TRIES // 2))
    yield weighed <= MOST_WEIGHED, "one name, from a thousand addresses", f"{weighed} weighed"
    late = Visitor(port, "192.0.2.1").log_in("watched", PASSWORD)
    yield late.status != 302, "the right password is no use then", str(late.status)
    one = Visitor(port, "192.0.2.77")
    weighed = sum(
        is_weighed(one.log_in(f"name{number}", "wrong")) for number in range(TRIES // 2)
    )
    yield weighed <= TRIES // 10, "a thousand names, from one address", f"{weighed} weighed"
    for number in range(12):
        make_user(f"known{number}", password=PASSWORD)
    times = {
        name: [timed(port, f"{name}{number}", number) for number in range(12)]
        for name in ["known", "nobody"]
    }
    known, nobody = (median(seconds) * 1000 for seconds in times.values())
    is_close = abs(known - nobody) < 0.35 * max(known, nobody)
    yield (
        is_close,
        "who is there and who is not take as long",
        f"{known:.0f} and {nobody:.0f} ms",
    )


def guess(port, name, number):
    visitor = Visitor(port, f"203.0.{number // 250}.{number % 250}")
    return is_weighed(visitor.log_in(name, f"guess {number}"))


def is_weighed(answer):
    return "Too many failed" not in answer.text and answer.status == 200


def timed(port, name, number):
    visitor = Visitor(port, f"192.0.2.{100 + number}")
    visitor.get("/admin/login/")
    return visitor.log_in(name, "wrong").seconds
