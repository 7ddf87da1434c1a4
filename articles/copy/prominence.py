"""How prominently a text names each record, and whether it has words of theirs."""

import re

from articles.models.public import Prominence

from .recognising import Recognised
from .weighing import LIKELY

MAIN, FEATURED = 4, 1
IN_HEADLINE, IN_LEAD, MOST_COUNTED = 3, 2, 5
# So often a country is named that a story is about.
COUNTRY_MAIN = 4
IN_BRACKETS = "in brackets after"
SAID = (
    r"(?:said|says|told|tells|added|adds|explained|explains|noted|notes|stated|states|revealed|reveals|shared|commented|remarked|"
    r"recalled|wrote|confessed|emphasi[sz]ed|stressed|expressed|quoted|announced|according to|admitted|continued|보도했다|말했다|밝혔다|전했다|語った|述べた|コメント)"
)
SAID_AFTER = re.compile(rf"^(?:['’]s)?(?:\s?\([^()]*\)|,[^.!?\n]{{0,90}}?)?,?\s(?:\w+ly\s|also\s|has\s|had\s)?{SAID}\b|^[^\n.。]{{0,14}}{SAID}", re.IGNORECASE)
SAID_BEFORE = re.compile(rf"\b{SAID}\s(?:[\w-]+\s){{0,4}}$", re.IGNORECASE)
SPEECH = re.compile(r"[\"“「『][^\"”」』\n]{12,}|[\"“]")


def is_quoted(mention, passages):
    """Whether speech is ascribed to who is named, in that passage or the one after."""
    passage, run = mention.passage, mention.run
    after, before = passage.text[run.end : run.end + 130], passage.text[max(0, run.start - 60) : run.start]
    if not (SAID_AFTER.match(after) or SAID_BEFORE.search(before)):
        return False
    place = next(i for i, each in enumerate(passages) if each is passage)
    rest = passage.text[:run.start] + passage.text[run.end :]
    following = [each.text for each in passages[place + 1 : place + 3] if each.place != "caption"]
    return has_speech(rest, passage) or any(text.lstrip()[:1] in "\"“「『" for text in following)


def has_speech(text, passage):
    titled = {passage.text[start:end] for start, end in passage.quoted}
    speech = [words for words in titled if len(words.split()) > 2]
    return any(words in text for words in speech) or text.count("“") != text.count("”") or text.count('"') % 2 == 1


class Scores:
    """What a text’s mentions weigh."""

    def __init__(self, found: Recognised):
        self.found, self.records = found, found.records
        body = [p for p in found.passages if p.place == "body"]
        has_headline = any(p.place == "headline" for p in found.passages)
        self.lead = {id(p) for p in body[:1]} | {id(p) for p in found.passages if p.place == "standfirst"}
        # Without a headline, the first paragraph does what it does.
        self.for_lead = IN_LEAD if has_headline else IN_HEADLINE

    def mentions(self, ref):
        own = [m for m in self.found.by_record[ref] if m.confidence >= LIKELY]
        return own + [m for m in self.found.family if m.ref == ref]

    def quoted(self, ref):
        if ref[0] not in {"person", "company"}:
            return False
        return any(is_quoted(m, self.found.passages) for m in self.mentions(ref))

    def score(self, ref):
        mentions = self.mentions(ref)
        if not mentions or all(m.rests_on.startswith(IN_BRACKETS) or m.rests_on.endswith("who is in it") for m in mentions):
            return 0
        headline = any(m.passage.place == "headline" for m in mentions)
        lead = any(id(m.passage) in self.lead for m in mentions)
        score = IN_HEADLINE * headline + self.for_lead * lead + min(len(mentions), MOST_COUNTED) - 1
        if ref[0] == "show":
            score += len(self.named_cast(ref[1])) > 1
        return score + self.quoted(ref)

    def named_cast(self, work):
        return {pk for kind, pk in self.found.by_record if kind == "person"} & self.records.cast[work]

    def prominence(self, ref) -> int:
        score = self.score(ref)
        if ref[0] == "country":
            if len(self.mentions(ref)) >= COUNTRY_MAIN and score >= MAIN:
                return Prominence.MAIN
            return Prominence.FEATURED if score >= FEATURED else Prominence.MENTIONED
        if score >= MAIN or (ref[0] == "show" and score > FEATURED and len(self.named_cast(ref[1])) > 2):
            return Prominence.MAIN
        return Prominence.FEATURED if score >= FEATURED or self.makes_what_it_is_about(ref) else Prominence.MENTIONED

    def makes_what_it_is_about(self, ref):
        """Whether it plays in, directs or makes one of the works that the text is about."""
        kind, pk = ref
        if kind not in {"person", "company"}:
            return False
        of = self.records.leading if kind == "person" else self.records.producers
        return any(pk in of[work] for k, work in self.found.by_record if k == "show" and self.score((k, work)) >= FEATURED + 1)
