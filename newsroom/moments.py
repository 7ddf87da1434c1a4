"""What time it is."""

from datetime import timedelta

from django.utils import timezone


class Clock:
    """The slower of this machine's clock and the database's: readers are shown what both say
    is due, so that one clock that jumps ahead shows nothing that is embargoed.
    """

    ahead = timedelta(0)

    def compare(self, ours, databases):
        """``databases`` was read a moment after ``ours``; None where it is the same clock."""
        self.ahead = max(ours - databases, timedelta(0)) if databases else timedelta(0)

    def now(self):
        return timezone.now() - self.ahead


for_readers = Clock()


def this_second():
    """Now, as exactly as a fixture can carry it, so that it can be part of a natural key."""
    return timezone.now().replace(microsecond=0)
