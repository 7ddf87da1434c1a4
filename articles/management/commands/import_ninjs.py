from articles.archives import ninjs
from articles.archives.command import ArchiveCommand


class Command(ArchiveCommand):
    help = (
        "Import stories in IPTC's ninjs: an array, or one item to a line. Each is filed in a "
        "transaction of its own, and a second run changes nothing but what has changed there; "
        "what the desk has worked on is left alone."
    )
    reader = staticmethod(ninjs.read)
