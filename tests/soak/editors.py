"""Editors at work, each through a browser's session, and readers who read what they do."""

import hashlib
import http.client
import random
from datetime import timedelta
from itertools import count
from threading import Event, Lock, Thread

from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.timezone import localtime

from articles.models import Article
from newsroom.models import Merge
from tests.factories import make_person
from tests.pictures import content, image

from .browser import PASSWORD, Browser, Refused

STORIES = "/admin/articles/article/"
AGAIN = "/account/again/"
PATHS = ["/", "/stories/", "/people/", "/feed.rss", "/search/?q=soak", "/api/v1/stories"]
MOST_STORIES = 12
# Of each picture its own, since a twin is refused.
COLOURS = count()


class Work(Thread):
    """Does one thing after another until it is told to stop; keeps what went wrong."""

    def __init__(self, address, pause):
        super().__init__(daemon=True)
        self.browser, self.pause = Browser(address), pause
        self.ended, self.done, self.troubles, self.refusals = Event(), 0, [], []
        self.at_work = Lock()

    def run(self):
        while not self.ended.wait(random.uniform(0, 2 * self.pause)):
            with self.at_work:
                self.attempt()

    def attempt(self):
        try:
            self.work()
            self.done += 1
        except Refused as refusal:
            self.refusals.append(str(refusal))
        except DatabaseError as trouble:
            connection.close()
            self.troubles.append(repr(trouble))
        except (OSError, http.client.HTTPException) as trouble:
            self.troubles.append(repr(trouble))

    def rest(self):
        """Once what is being done is done."""
        self.at_work.acquire()

    def go_on(self):
        self.at_work.release()

    def end(self):
        self.ended.set()
        self.join(90)


class Reader(Work):
    def work(self):
        slug = random.choice([*Article.objects.values_list("slug", flat=True)[:100]])
        path = random.choice([*PATHS, f"/stories/{slug}/"])
        status, _ = self.browser.read(path)
        allowed = {200, 410, 404} if path.startswith("/stories/") else {200}
        if status not in allowed:
            raise Refused(f"{status} for {path}")


class Editor(Work):
    """Writes in stories of their own, so that what stands in them is known."""

    def __init__(self, address, ledger, name, pause):
        super().__init__(address, pause)
        self.ledger, self.name_ = ledger, name
        self.user = get_user_model().objects.create_superuser(name, password=PASSWORD)
        self.numbers, self.stories = count(1), []
        self.people = [make_person(f"{name} {part}") for part in ["Survivor", "Loser"]]
        ledger.known["merged", self.people[1].slug] = False
        self.browser.log_in(name)

    def work(self):
        verbs = [self.save, self.save, self.type, self.publish, self.publish, self.withdraw]
        verbs += [self.reschedule, self.merge_or_undo, self.upload]
        if not self.stories or (len(self.stories) < MOST_STORIES and random.random() < 0.2):
            self.begin()
        else:
            random.choice(verbs)()

    def text(self):
        """What one save says, in every field alike."""
        said = f"Soak {self.name_} {next(self.numbers)}"
        return said, {"headline": said, "standfirst": said, "body": f"<p>{said}</p>" * 20}

    def begin(self):
        said, fields = self.text()
        slug = said.lower().replace(" ", "-")
        form = self.browser.form(f"{STORIES}add/", "article_form")
        self.stories.append(slug)
        with self.ledger.writing(**{f"draft__{slug}": said}):
            self.browser.post(f"{STORIES}add/", form | fields | {"slug": slug, "_save": "1"})

    def chosen(self):
        """A story of theirs and its page; a story whose making nobody acknowledged may not be."""
        while self.stories:
            slug = random.choice(self.stories)
            story = Article.objects.filter(slug=slug).first()
            if story:
                return story, f"{STORIES}{story.pk}/change/"
            self.stories.remove(slug)
        raise Refused("no story is left")

    def submit(self, path, changes, button):
        form = self.browser.form(path, "article_form")
        self.browser.post(path, form | changes | {button: "1"})

    def save(self):
        story, path = self.chosen()
        said, fields = self.text()
        with self.ledger.writing(**{f"draft__{story.slug}": said}):
            self.submit(path, fields, "_save")

    def type(self):
        """And close the form, whose text is kept, or save it."""
        story, path = self.chosen()
        form = self.browser.form(path, "article_form")
        said, fields = self.text()
        tab = form["_tab"][0]
        typed = {name: list(value) for name, value in form.items()} | {
            name: [text] for name, text in fields.items()
        }
        told = {"user": self.user.pk, "tab": tab, "version": story.version, "typed": typed}
        with self.ledger.writing(**{f"typed__{tab}": said}):
            self.browser.post_json(f"{STORIES}{story.pk}/session/", told)
        if random.random() < 0.8:
            with self.ledger.writing(**{f"draft__{story.slug}": said, f"typed__{tab}": None}):
                self.browser.post(path, form | fields | {"_save": "1"})

    def publish(self):
        story, path = self.chosen()
        said, fields = self.text()
        kinds = {"draft": said, "public": said, "scheduled": None}
        with self.ledger.writing(**{f"{k}__{story.slug}": v for k, v in kinds.items()}):
            self.submit(path, fields, "_publish")

    def withdraw(self):
        story, path = self.chosen()
        if story.editions.live().exists():
            kinds = {"public": None, "scheduled": None}
            with self.ledger.writing(**{f"{k}__{story.slug}": v for k, v in kinds.items()}):
                self.submit(path, {}, "_withdraw")

    def reschedule(self):
        story, path = self.chosen()
        said, fields = self.text()
        at = localtime(timezone.now() + timedelta(days=random.randint(1, 9)))
        fields |= {
            "publish_at_0": at.strftime("%d/%m/%Y"),
            "publish_at_1": at.strftime("%H:%M:%S"),
        }
        with self.ledger.writing(
            **{f"draft__{story.slug}": said, f"scheduled__{story.slug}": said}
        ):
            self.submit(path, fields, "_schedule")

    def merge_or_undo(self):
        survivor, loser = self.people
        done = Merge.objects.filter(loser_id=loser.pk, kind="person", undone_at=None).last()
        if done:
            path, fields = f"/admin/newsroom/merge/{done.pk}/undo/", {}
        else:
            path = f"/admin/talent/person/{loser.pk}/merge/"
            fields = {"into": survivor.pk, "_merge": "1"}
        fields["csrfmiddlewaretoken"] = self.browser.cookies["csrftoken"]
        with self.ledger.writing(**{f"merged__{loser.slug}": not done}):
            if AGAIN in (place := self.browser.post(path, fields)):
                self.browser.confirm(place)
                self.browser.post(path, fields)

    def upload(self):
        name = f"{self.name_}-{next(self.numbers)}"
        data = content(picture=image((60, 40), next(COLOURS)))
        digest = hashlib.sha256(data).hexdigest()
        with self.ledger.writing(**{f"photo__{name}": digest}):
            self.browser.post_file(
                "/admin/newsroom/photo/upload-one/", f"{name}.png", data, alt=name
            )


def crew(site, ledger, editors, readers, pause=0.1):
    """Those at work on a site, each begun."""
    workers = [Editor(site.address, ledger, f"editor{n}", pause) for n in range(editors)]
    workers += [Reader(site.address, pause) for _ in range(readers)]
    for worker in workers:
        worker.start()
    return workers
