"""Lists as their users like to see them: kept, named, shared with the desk."""

from django.contrib import messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, When
from django.http import HttpResponseRedirect

from articles.models import SavedView
from newsroom.desk_admin import ids_among
from newsroom.guarded_admin import lock

SHARE = "articles.add_savedview"
SHOWN = 40


def bar(request, cl):
    """The views of this list: one's own first, and which of them it shows now. One query."""
    own_first = Case(When(user=request.user, then=0), default=1)
    views = SavedView.objects.visible_to(request.user).filter(path=request.path)
    views = list(views.select_related("user").order_by(own_first, "name", "pk")[:SHOWN])
    now = [view for view in views if view.query == cl.own_query]
    return {
        "views": views,
        "current_views": now,
        "own_view": next((view for view in now if view.user == request.user), None),
        "may_share_views": request.user.has_perm(SHARE),
    }


def act(request, model_admin):
    """One of the bar's forms was sent, from the list as it stands."""
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    chosen = {"save": save, "change": change, "delete": delete}.get(request.POST["_view"])
    try:
        if chosen is None:
            raise ValidationError("Choose what to do with the view.")
        done = chosen(request, model_admin)
    except ValidationError as refusal:
        for reason in refusal.messages:
            model_admin.message_user(request, reason, messages.ERROR)
    else:
        model_admin.message_user(request, done, messages.SUCCESS)
    return HttpResponseRedirect(request.get_full_path())


def save(request, model_admin):
    query = query_of(request, model_admin)
    keep(request, SavedView(user=request.user, path=request.path, query=query))
    return "This view is saved."


def query_of(request, model_admin):
    """Only what this list knows is kept of the address."""
    try:
        return model_admin.get_changelist_instance(request).own_query
    except (DisallowedModelAdminLookup, IncorrectLookupParameters) as error:
        raise ValidationError("This list cannot be saved.") from error


@transaction.atomic
def change(request, model_admin):
    view = own(request)
    keep(request, view)
    return f"“{view}” is saved."


@transaction.atomic
def delete(request, model_admin):
    view = own(request)
    view.delete()
    return f"“{view}” is deleted."


def own(request):
    """The view that the form names, held until the transaction ends."""
    mine = SavedView.objects.filter(user=request.user, path=request.path)
    view = mine.filter(pk__in=ids_among([request.POST.get("view", "")])).first()
    if view is None:
        raise ValidationError("That view is not there any more.")
    lock(view)
    return view


def keep(request, view):
    view.name = " ".join(request.POST.get("name", "").split())
    view.shared = "shared" in request.POST and request.user.has_perm(SHARE)
    view.full_clean()
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ValidationError("You have a view of this name already.") from error
