"""Notes are signed: who wrote them, and who resolved them."""

from datetime import timedelta

from newsroom.moments import this_second


def sign(notes, article, user):
    """Say who wrote each of these notes on ``article``, and who resolved it.

    Call it with the story's row locked.
    """
    last = article.notes.order_by("written_at").last()
    # A story's notes are told apart by the second in which they were written.
    free = max(this_second(), last.written_at + timedelta(seconds=1)) if last else this_second()
    for note in notes:
        if note.pk is None:
            note.written_by, note.written_at = user, free
            free += timedelta(seconds=1)
        if not note.resolved_at:
            note.resolved_by = None
        elif not note.resolved_by:
            note.resolved_by = user
