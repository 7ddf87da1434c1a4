"""Archives of other systems: read post by post, cleaned, and filed as stories.

A reader (``wordpress``, ``ghost``, ``ninjs``) gives one ``Post`` after the other, whatever the
size of its file; ``filing`` makes each a story, in a transaction of its own.
"""
