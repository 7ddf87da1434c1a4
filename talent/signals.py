from django.dispatch import Signal

# Sent with ``model`` and ``ids`` when records have changed in a way that moves the
# stories listed under them: their names, credits, countries or nationalities.
moved = Signal()
