"""How the apps that stand on this one take part in what it does."""

from django.dispatch import Signal

# Sent with ``kind`` and ``ids`` before records are merged or set apart again, so that what
# is locked before records always is locked first.
locking = Signal()
# Sent with a ``plan``, to add to it what its sender's app holds of the merged record.
planning = Signal()
# Sent with ``places``, the (kind, id) of the records, and the rows ``touched`` by model, when
# records have been merged or set apart again: what is derived from them must follow.
merged = Signal()
# Sent with a ``record`` and a ``request``; a receiver returns pairs of a label and the rows
# that use the record, as far as the user may see them.
asked_where_used = Signal()
