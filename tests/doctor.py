"""What ``manage.py doctor`` says."""

from io import StringIO

from django.core.management import call_command


def doctor(*options):
    """The exit status, and what is said."""
    out = StringIO()
    try:
        call_command("doctor", *options, stdout=out, stderr=out, no_color=True)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def diagnosis(*options):
    """What it finds, or nothing."""
    status, said = doctor(*options)
    if status:
        yield f"doctor: {said.strip()}"
