from articles.archives import ghost
from articles.archives.command import ArchiveCommand


class Command(ArchiveCommand):
    help = (
        "Import the stories of an export of Ghost (JSON). Each is filed in a transaction "
        "of its own, and a second run changes nothing but what has changed there; what the "
        "desk has worked on is left alone. Old addresses lead to the stories."
    )
    reader = staticmethod(ghost.read)
