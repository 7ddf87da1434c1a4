"""One row of each model that the admin shows, every record that it names a new one."""

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Correction,
    Edition,
    EditSession,
    Event,
    Fact,
    FrontPagePick,
    Listing,
    Note,
    OldPath,
    PublishedFact,
    Revision,
    SavedView,
)
from articles.revisions import save_revision
from newsroom.merging import merge
from newsroom.models import Merge, OldAddress, Photo, Tag
from talent.models import (
    Company,
    CompanyCredit,
    CompanyName,
    Country,
    Credit,
    Person,
    PersonName,
    Production,
    ProductionTitle,
)
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_country,
    make_person,
    make_photo,
    make_production,
    make_story,
    make_tag,
    make_user,
    numbers,
)


def make_user_who_may(*permissions):
    """A user with the permissions named, such as ``articles.publish_article``, and no other."""
    user = make_user()
    for permission in permissions:
        app, codename = permission.split(".")
        found = Permission.objects.get(content_type__app_label=app, codename=codename)
        user.user_permissions.add(found)
    return user


def make_tag_with_synonym():
    return make_tag(synonym_of=make_tag())


def make_old_address():
    number = next(numbers)
    return OldAddress.objects.create(kind="tag", slug=f"old-{number}", target=f"new-{number}")


def make_company_of_a_group():
    return make_company(country=make_country(), parent=make_company())


def make_person_of_a_country():
    return make_person(nationalities=[make_country()])


def make_production_of_a_country():
    return make_production(countries=[make_country()])


def make_person_name():
    return make_person().names.create(name=f"Name {next(numbers)}")


def make_company_name():
    return make_company().names.create(name=f"Name {next(numbers)}")


def make_title():
    return make_production().titles.create(
        name=f"Title {next(numbers)}", country=make_country()
    )


def make_credit():
    return Credit.objects.create(production=make_production(), person=make_person())


def make_company_credit():
    return CompanyCredit.objects.create(
        production=make_production(), company=make_company(), role="platform"
    )


def make_assigned_article():
    article = make_article(assignee=make_user(), lead_photo=make_photo(), outlet=make_company())
    save_revision(article, user=make_user())
    return article


def make_fact(article=None, **fields):
    fields = {"label": f"Fact {next(numbers)}", "kind": "other", "quote": "Words.", **fields}
    return Fact.objects.create(article=article or make_article(), **fields)


def make_full_fact():
    company = make_company()
    return make_fact(
        production=make_production(),
        person=make_person(),
        company=company,
        platform=company,
        country=make_country(),
    )


def make_correction(article=None):
    return Correction.objects.create(article=article or make_article(), text="It was not so.")


def make_note():
    return Note.objects.create(article=make_article(), written_by=make_user(), text="Check.")


def make_old_path():
    story = make_article()
    return OldPath.objects.create(path=f"2019/05/{story.slug}", article=story)


def make_pick():
    return FrontPagePick.objects.create(article=make_article())


def make_saved_view():
    return SavedView.objects.create(user=make_user(), path="/admin/", name="Ours", shared=True)


def make_edit_session():
    return EditSession.objects.create(
        article=make_article(), user=make_user(), tab="tab", payload={"headline": ["Typed"]}
    )


def make_revision():
    return save_revision(make_article(), user=make_user())


def make_edition():
    return make_story(shows=[make_production()]).editions.get()


def make_event():
    return make_story().events.get()


def make_listing():
    return make_edition().listings.get()


def make_published_fact():
    return PublishedFact.objects.create(
        edition=make_edition(),
        label="Fact",
        kind="other",
        quote="Words.",
        happened_at=timezone.now() - timedelta(days=1),
    )


def make_merge():
    return merge(make_person(), make_person(), user=make_user())


EDITABLE = {
    Tag: make_tag_with_synonym,
    Photo: make_photo,
    OldAddress: make_old_address,
    Country: make_country,
    Person: make_person_of_a_country,
    PersonName: make_person_name,
    Company: make_company_of_a_group,
    CompanyName: make_company_name,
    Production: make_production_of_a_country,
    ProductionTitle: make_title,
    Credit: make_credit,
    CompanyCredit: make_company_credit,
    Article: make_assigned_article,
    Author: lambda: make_author(user=make_user()),
    Fact: make_full_fact,
    Correction: make_correction,
    Note: make_note,
    FrontPagePick: make_pick,
    OldPath: make_old_path,
    SavedView: make_saved_view,
}
READ_ONLY = {
    Merge: make_merge,
    EditSession: make_edit_session,
    Event: make_event,
    Edition: make_edition,
    Listing: make_listing,
    PublishedFact: make_published_fact,
}
# Made by saving a story, then only named.
NAMED = {Revision: make_revision}
EVERY = EDITABLE | READ_ONLY | NAMED
