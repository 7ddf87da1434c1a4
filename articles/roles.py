"""The roles of the desk: what each may do. They are set exactly so after every migration.

An account may have rights of its own beside its role; it loses none of them.
"""

from django.contrib.auth.models import Group, Permission


def may(rights, *models):
    """``may("view", "articles.fact")`` is ``{"articles.view_fact"}``."""
    return {
        f"{app}.{right}_{name}"
        for app, _, name in (model.partition(".") for model in models)
        for right in rights.split()
    }


ANYTHING = "view add change delete"
LINKS = [
    *("articles.byline", "articles.taggedarticle", "articles.articleproduction"),
    *("articles.articleperson", "articles.articlecompany", "articles.articlecountry"),
]
TALENT = [
    *("talent.person", "talent.personname", "talent.company", "talent.companyname"),
    *("talent.production", "talent.productiontitle", "talent.credit", "talent.companycredit"),
    *("talent.country", "newsroom.tag"),
]
WHAT_READERS_SEE = [
    *("articles.edition", "articles.listing", "articles.publishedfact", "newsroom.oldaddress"),
    "articles.oldpath",
]

# What a change to a record or a picture says, readers see at once: it takes more than a reporter.
REPORTER = (
    may("view add change", "articles.article")
    | may(ANYTHING, *LINKS, "articles.fact", "articles.note")
    | may("view", "articles.correction", "articles.revision", "articles.event")
    | may("view", *TALENT, "articles.author")
    | may("view add", "newsroom.photo")
)
EDITOR = (
    REPORTER
    | {"articles.edit_all_articles", "articles.publish_article"}
    | may(ANYTHING, "articles.correction", "articles.frontpagepick", "articles.savedview")
    | may("view add change", *TALENT, "newsroom.photo", "articles.author")
    | may("view", *WHAT_READERS_SEE, "articles.editsession", "auth.user")
)
DESK_CHIEF = (
    EDITOR
    | {"articles.withdraw_article", "articles.lift_embargo", "articles.delete_article"}
    | may("delete", *TALENT, "newsroom.photo", "articles.author")
    | {"newsroom.merge_records", "newsroom.view_merge", "newsroom.extend_closed_groups"}
    | may("add change", "auth.user", "newsroom.oldaddress", "articles.oldpath")
    | may("view", "auth.group")
)
ARCHIVIST = (
    {"newsroom.extend_closed_groups"}
    | may(ANYTHING, *TALENT, "newsroom.photo")
    | may("view", "newsroom.oldaddress")
)

ROLES = {
    "Reporter": REPORTER,
    "Editor": EDITOR,
    "Desk chief": DESK_CHIEF,
    "Archivist": ARCHIVIST,
}


def set_roles(using):
    """Make the groups, with these permissions and no other. Four queries and two a role."""
    found = Permission.objects.using(using).select_related("content_type")
    known = {f"{p.content_type.app_label}.{p.codename}": p for p in found}
    for name, rights in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set([known[right] for right in rights & known.keys()])
