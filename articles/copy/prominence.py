"""How prominently a text names each record, and whether it has words of theirs."""

import re

from articles.models.public import Prominence

from .recognising import Recognised
from .signs import LIKELY

MAIN = 4
FEATURED = {"person": 1, "show": 2, "company": 2, "country": 3}
IN_HEADLINE, IN_LEAD, MOST_COUNTED = 3, 2, 5
# So often a country is named that a story is about.
COUNTRY_MAIN = 4
WITH_CAST = 2
QUOTED = {"person": 1, "company": 2, "show": 0, "country": 0}
IN_PASSING, IN_BRACKETS = ("in brackets after", "of the same name"), "who is in it"
SAID = (
    r"(?:said|says|told|added|adds|explained|explains|noted|notes|stated|states|revealed|reveals|shared|commented|remarked|"
    r"recalled|wrote|confessed|emphasi[sz]ed|stressed|expressed|quoted|announced|according to|admitted|continued|보도했다|말했다|밝혔다|전했다|語った|述べた|コメント)"
)
SAID_AFTER = re.compile(
    rf"^(?:['’]s)?(?:\s?\([^()]*\)|,[^.!?\n\"“]{{0,90}}?)?,?\s(?:\w+ly\s|also\s|has\s|had\s)?{SAID}\b|^[^\n.。]{{0,14}}{SAID}",
    re.IGNORECASE,
)
SAID_BEFORE = re.compile(rf"\b{SAID}\s(?:[\w'’-]+\s){{0,7}}$", re.IGNORECASE)
SPEECH = re.compile(r"[\"“「『]([^\"”」』\n]{12,})")
WITHIN = re.compile(r"^(?:['’]s?)?\s\w")
AS_SOURCE = re.compile(r"\baccording to (?:[\w-]+\s){0,3}$", re.IGNORECASE)
OF_SOMEBODY = re.compile(r"\b(?:of|at|for|from|by|with)\s(?:the\s)?$", re.IGNORECASE)


def is_quoted(mention, passages):
    """Whether speech is ascribed to who is named, in that passage or the one after."""
    passage, run = mention.passage, mention.run
    after = passage.text[run.end : run.end + 130]
    before = passage.text[max(0, run.start - 60) : run.start]
    if not (says_after(after, before) or says_before(mention, after, before)):
        return False
    place = next(i for i, each in enumerate(passages) if each is passage)
    following = [each.text for each in passages[place + 1 :] if each.place != "caption"][:1]
    return has_speech(passage.text) or any(text.lstrip()[:1] in '"“「『' for text in following)


def says_after(after, before):
    return SAID_AFTER.match(after) and not OF_SOMEBODY.search(before)


def says_before(mention, after, before):
    """“Said Netflix director …” quotes the director."""
    if mention.named.kind == "company" and WITHIN.match(after) and not AS_SOURCE.search(before):
        return False
    return SAID_BEFORE.search(before)


def has_speech(text):
    """Whether something in quotation marks reads as a sentence rather than a title."""
    for found in SPEECH.findall(text):
        words = found.split()
        small = sum(word[:1].islower() for word in words)
        if (len(words) > 2 and small * 2 > len(words)) or (
            not found.isascii() and len(found) > 20
        ):
            return True
    return False


class Scores:
    """What a text’s mentions weigh."""

    def __init__(self, found: Recognised):
        self.found, self.records, self.quoted_known = found, found.records, {}
        body = [p for p in found.passages if p.place == "body"]
        has_headline = any(p.place == "headline" for p in found.passages)
        self.lead = {id(p) for p in body[:1]} | {
            id(p) for p in found.passages if p.place == "standfirst"
        }
        # Without a headline, the first paragraph does what it does.
        self.for_lead = IN_LEAD if has_headline else IN_HEADLINE

    def mentions(self, ref):
        own = [m for m in self.found.by_record[ref] if m.confidence >= LIKELY]
        return own + [m for m in self.found.family if m.ref == ref]

    def quoted(self, ref) -> bool:
        if ref not in self.quoted_known:
            self.quoted_known[ref] = self.has_words_of(ref)
        return self.quoted_known[ref]

    def has_words_of(self, ref):
        if ref[0] not in {"person", "company"}:
            return False
        return any(is_quoted(m, self.found.passages) for m in self.mentions(ref))

    def score(self, ref):
        mentions = self.mentions(ref)
        if all(
            m.rests_on.startswith(IN_PASSING) or m.rests_on.endswith(IN_BRACKETS)
            for m in mentions
        ):
            return 0
        headline = any(m.passage.place == "headline" for m in mentions)
        lead = any(id(m.passage) in self.lead for m in mentions)
        score = IN_HEADLINE * headline + min(len(mentions), MOST_COUNTED) - 1
        if lead:
            score += self.for_lead if ref[0] != "company" else IN_LEAD - 1
        if ref[0] == "show" and len(self.named_cast(ref[1])) > 1:
            score += WITH_CAST
        return score + self.quoted(ref) * QUOTED[ref[0]]

    def named_cast(self, work):
        return {
            pk for kind, pk in self.found.by_record if kind == "person"
        } & self.records.cast[work]

    def prominence(self, ref) -> int:
        score = self.score(ref)
        enough = ref[0] != "country" or len(self.mentions(ref)) >= COUNTRY_MAIN
        if score >= MAIN and enough:
            return Prominence.MAIN
        if score >= FEATURED[ref[0]] or self.makes_what_it_is_about(ref):
            return Prominence.FEATURED
        return Prominence.MENTIONED

    def makes_what_it_is_about(self, ref):
        """Whether it plays in, directs or makes one of the works that the text is about."""
        kind, pk = ref
        if kind not in {"person", "company"}:
            return False
        of = self.records.leading if kind == "person" else self.records.producers
        works = [work for k, work in self.found.by_record if k == "show" and pk in of[work]]
        return any(self.score(("show", work)) >= FEATURED["show"] for work in works)
