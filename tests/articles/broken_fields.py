"""Ways to break one field of the shipped fixtures, and what loaddata must say of each.

A line names the model and the record, by the beginnings of words in it, then the field,
what it is made, as JSON, and the reason that must be given; "nothing" takes the field
away. Where a rule speaks of other fields as well, their names stand in brackets.
"""

MISSING = """
person shun-oguri, name: nothing → is missing
person shun-oguri, slug: nothing → is missing
production moving, title: nothing → is missing
country japan, code: nothing → is missing
company viki, name: nothing → is missing
tag hallyu, name: nothing → is missing
author an-nhien, name: nothing → is missing
article netflix-to-adapt, headline: nothing → is missing
credit romantics/shun-oguri, production: nothing → is missing
productiontitle romantics, production: nothing → is missing
articleproduction netflix-to-adapt/les-emotifs, article: nothing → is missing
fact netflix-to-adapt/Netflix:, quote: nothing → is missing
fact netflix-to-adapt/Netflix:, kind: nothing → is missing
byline korean-movies/an-nhien, author: nothing → is missing
"""

WRONG_TYPE = """
person shun-oguri, name: 5 → must be text, not a number
person shun-oguri, name: true → must be text, not true or false
article netflix-to-adapt, headline: ["x"] → must be text, not a list
article netflix-to-adapt, body: {"p": "x"} → must be text, not an object
article netflix-to-adapt, body: 5 → must be text, not a number
production moving, title: null → may not be null
person shun-oguri, slug: 7 → must be text, not a number
person shun-oguri, slug: ["x"] → must be text, not a list
person shun-oguri, slug: {} → must be text, not an object
person shun-oguri, slug: null → may not be null
production les-emotifs, year: "last year" → must be an integer
production les-emotifs, year: "" → must be an integer
credit romantics/shun-oguri, billing: "first" → must be an integer
credit romantics/shun-oguri, billing: 2.5 → must be a whole number, not a number with a fraction
credit romantics/shun-oguri, billing: true → must be a whole number, not true or false
credit romantics/shun-oguri, billing: [1] → must be a whole number, not a list
fact netflix-to-adapt/Netflix:, value: "90 billion" → must be a decimal number
fact netflix-to-adapt/Netflix:, value: "Infinity" → must be a decimal number
fact netflix-to-adapt/Netflix:, value: "NaN" → must be a decimal number
fact netflix-to-adapt/Netflix:, approximate: "yes" → must be true or false, not text
article netflix-to-adapt, headline_is_ours: 1 → must be true or false, not a number
article netflix-to-adapt, source_date: 2024 → must be text, not a number
article netflix-to-adapt, published_at: 5 → must be text, not a number
article netflix-to-adapt, published_at: [2025] → must be text, not a list
article netflix-to-adapt, uid: "abc" → is not a valid UUID
article netflix-to-adapt, uid: 5 → must be text, not a number
person shun-oguri, nationalities: "japan" → must be a list, not text
person shun-oguri, nationalities: {"japan": 1} → must be a list, not an object
person shun-oguri, nationalities: null → must be a list, not null
person shun-oguri, nationalities: [null] → may not be null
person shun-oguri, nationalities: ["japan"] → must be an integer
company tbs, country: "japan" → must be an integer
company tbs, country: {"slug": "japan"} → must be a reference, not an object
company tbs, country: true → must be a reference, not true or false
company tbs, country: 1.5 → must be a reference, not a number with a fraction
company tbs, country: [["japan"]] → must be a reference, not a list within a list
company tbs, country: [[[[[[["japan"]]]]]]] → must be a reference, not a list within a list
company tbs, country: [{"slug": "japan"}] → must be a reference, not an object within a list
company tbs, country: [] → must be a reference, not an empty list
company tbs, country: ["japan", "x"] → there is no country “japan, x”
company tbs, country: [null] → there is no country
credit romantics/shun-oguri, production: null → may not be null
"""

UNKNOWN = """
person shun-oguri, nmae: "x" → there is no such field
person shun-oguri, headline: "x" → there is no such field
person shun-oguri, credits: [] → there is no such field
person shun-oguri, id: 5 → there is no such field
tag hallyu, key: "x" → follows from the other fields
article netflix-to-adapt, tags: [["asia"]] → is kept in articles.taggedarticle
article netflix-to-adapt, bylines: [["an-nhien"]] → is kept in articles.byline
"""

BAD_CHOICE = """
article netflix-to-adapt, state: "live" → 'live' is not a valid choice
production moving, kind: "movie" → 'movie' is not a valid choice
company viki, kind: "app" → 'app' is not a valid choice
fact netflix-to-adapt/Netflix:, kind: "gossip" → 'gossip' is not a valid choice
fact netflix-to-adapt/Netflix:, kind: "" → cannot be blank
productiontitle romantics, kind: "typo" → 'typo' is not a valid choice
credit romantics/shun-oguri, role: "star" → 'star' is not a valid choice
companycredit romantics, role: "friend" → 'friend' is not a valid choice
tag hallyu, group: "mood" → 'mood' is not a valid choice
articleproduction netflix-to-adapt/les-emotifs, prominence: 4 → 4 is not a valid choice
articlecountry netflix-to-adapt/france, prominence: 0 → 0 is not a valid choice
article netflix-to-adapt, source_date_certainty: "sure" → 'sure' is not a valid choice
article netflix-to-adapt, language: "English" → language code
country japan, code: "jp" → Two capitals
"""

DANGLING = """
company tbs, country: ["japam"] → there is no country “japam”
person shun-oguri, nationalities: [["japam"]] → there is no country “japam”
credit romantics/shun-oguri, production: ["romantic"] → there is no show “romantic”
credit romantics/shun-oguri, person: ["oguri-shun"] → there is no person “oguri-shun”
production what-comes-after, based_on: [["novel"]] → there is no show “novel”
production moving, genres: [["heroes"]] → there is no tag “heroes”
articleperson netflix-to-adapt/shun-oguri, person: ["oguri"] → there is no person “oguri”
articleproduction netflix-to-adapt/les-emotifs, article: ["netflix"] → there is no story “netflix”
taggedarticle netflix-to-adapt/adaptations, tag: ["adaption"] → there is no tag “adaption”
article netflix-to-adapt, outlet: ["lao-dong"] → there is no company “lao-dong”
article netflix-to-adapt, lead_photo: ["none"] → there is no photo “none”
article netflix-to-adapt, translation_of: ["none"] → there is no story “none”
article netflix-to-adapt, assignee: ["nobody"] → there is no user “nobody”
tag hallyu, synonym_of: ["k-wave"] → there is no tag “k-wave”
company tbs, country: 99999999 → there is no country “99999999”
company tbs, country: -1 → there is no country “-1”
company tbs, country: 1000000000000000000000000000000 → there is no country
person shun-oguri, nationalities: [99999999] → there is no country “99999999”
article netflix-to-adapt, body: "<p><a data-ref=\\"person/ogury\\">x</a></p>" → there is no person “ogury”
article netflix-to-adapt, body: "<figure data-ref=\\"photo/none\\"></figure>" → there is no photo “none”
company hbo, parent: ["hbo"] → A company cannot own itself
tag hallyu, synonym_of: ["hallyu"] → not itself a synonym
"""

BAD_DATE = """
article netflix-to-adapt, source_date: "2025-13" → “2025-13” is not a date
fact netflix-to-adapt/Netflix:, date: "2025-02-30" → “2025-02-30” is not a date
fact netflix-to-adapt/Netflix:, date: "25-10-2025" → is not a date
person shun-oguri, birth: "1982-1" → “1982-1” is not a date
person shun-oguri, birth: "soon" → “soon” is not a date
person shun-oguri, birth: "1982\\n" → is not a date
person shun-oguri, birth: "0000" → “0000” is not a date
article netflix-to-adapt, published_at: "yesterday" → has an invalid format
article netflix-to-adapt, published_at: "" → has an invalid format
article netflix-to-adapt, published_at: "2025-02-30T09:00:00Z" → invalid date
article netflix-to-adapt, publish_at: "2025-02-03T25:00:00Z" → invalid date
article netflix-to-adapt, published_at: "0001-01-01T00:00:00+09:00" → is out of range
article netflix-to-adapt, expires_at: "9999-12-31T23:59:59Z" → is out of range
"""

OUT_OF_BOUNDS = """
article netflix-to-adapt, headline: "" → cannot be blank
credit romantics/shun-oguri, billing: -1 → greater than or equal to 0
articleproduction netflix-to-adapt/les-emotifs, position: -1 → greater than or equal to 0
credit romantics/shun-oguri, billing: 1000000000000000000000000000000 → less than or equal to
production les-emotifs, year: 1700 → greater than or equal to 1880
fact netflix-to-adapt/Netflix:, value: "1000000000000000000000000000000" → no more than 20 digits
fact netflix-to-adapt/Netflix:, value: "1.23456" → no more than 3 decimal places
photo cross-border, focal_x: 1.5 → less than or equal to 1
person shun-oguri, slug: "" → cannot be blank
person shun-oguri, slug: "shun oguri" → Enter a valid “slug”
person shun-oguri, slug: "오구리" → Enter a valid “slug”
person shun-oguri, slug: "../admin" → Enter a valid “slug”
person shun-oguri, bio: "a\\u0000b" → may not hold a null character
company tbs, country: ["ja\\u0000pan"] → may not hold a null character
photo cross-border, iptc: {"by": ["\\u0000"]} → may not hold a null character
person shun-oguri, bio: "\\ud800" → may not hold half a surrogate pair
article netflix-to-adapt, body: "<p>\\udfff</p>" → may not hold half a surrogate pair
company tbs, country: ["\\ud800"] → may not hold half a surrogate pair
photo cross-border, file: "photos/none.jpg" → cannot be read
photo cross-border, file: "../../x.jpg" → cannot be read
photo cross-border, file: "/etc/x.jpg" → cannot be read
photo cross-border, file: "x.exe" → “exe” is not allowed
"""

AGAINST_A_RULE = """
person jin-akanishi, name: "Shun Oguri" → There is a person of this name [name, disambiguation]
production moving, title: "Okja" → There is a work of this title [title, disambiguation]
company viki, name: "Netflix" → There is a company of this name [name, disambiguation]
country japan, code: "KR" → already exists
author an-nhien, user: 99999999 → there is no user
article netflix-to-adapt, source_id: "001_adcf7d292297381d" → has been filed already
credit romantics/writer, credited_as: "" → Name the person, or say [credited_as, person]
tag hollywood, name: "HALLYU" → is the tag “Hallyu” in another spelling
tag hollywood, name: "Hállyu" → is the tag “Hallyu” in another spelling
tag hollywood, name: "Hal-lyu" → is the tag “Hallyu” in another spelling
tag hollywood, name: "Hal lyu" → is the tag “Hallyu” in another spelling
tag hollywood, name: "!?" → at least one letter or digit
article netflix-to-adapt, state: "draft" → the story is out
"""

TABLES = [
    *(MISSING, WRONG_TYPE, UNKNOWN, BAD_CHOICE, DANGLING, BAD_DATE, OUT_OF_BOUNDS),
    AGAINST_A_RULE,
]
FIELDS = [line for table in TABLES for line in table.strip().splitlines()]
