"""How the desk writes people's names, as far as rules can tell: they only suggest."""

from newsroom.text import fold, language_of

FAMILY_FIRST = {"ko", "zh", "vi"}
# In their own order in every list: the family name is first there, or nobody is filed by it.
SORTED_AS_WRITTEN = FAMILY_FIRST | {"th", ""}
LANGUAGES = {"KR": "ko", "KP": "ko", "JP": "ja", "CN": "zh", "TW": "zh", "HK": "zh", "VN": "vi"}
LANGUAGES |= {"TH": "th", "US": "en", "GB": "en", "FR": "fr"}


def words_of(text):
    return frozenset(text.split())


KOREAN_FAMILIES = words_of(
    "ahn an bae baek ban bang byun cha chae chang cho choi choo chu chun chung eun gang "
    "geum gil gong goo gu ha ham han heo hong hwang hyun im jang jeon jeong ji jin jo joo "
    "ju jun jung kang ki kil kim ko koo kwak kwon lee lim ma min moon na nam namkoong noh "
    "oh ok park pyo ra roh ryu seo seok seol seong shim shin sin so sohn son song suh "
    "sung tak um wang wi won woo yang yeo yeom yim yoo yoon you yu yum yun "
)
JAPANESE_FAMILIES = words_of(
    "abe akanishi ando aoki aoi arai arimura ayase endo fujii fujita fujiwara fukuda "
    "fukushi goto hara hasegawa hashimoto hayashi hirose honda ikeda inoue ishida "
    "ishihara ishii ito kaneko kato kawaguchi kikuchi kimura kobayashi kondo koike maeda "
    "matsuda matsumoto matsuyama miura miyazaki miyazawa mori murakami nagasawa nagayama "
    "nakagawa nakajima nakamura nakayama nikaido nishijima nishimura ogawa oguri ohtani "
    "okada okamoto ono oshima ota saito sakai sakaguchi sakamoto sasaki sato satoh "
    "shibasaki shimizu suda sugita suzuki takagi takahashi takeda takei takeuchi tanaka "
    "toda tsuji tsukikawa tsumabuki uchida ueda ueno ueto watanabe yamada yamaguchi "
    "yamamoto yamashita yamazaki yokoyama yoshida yoshioka "
)


def language_of_person(native_language="", native_name="", nationalities=()):
    """The language whose custom a person's name follows, or nothing if none is known."""
    of_countries = [LANGUAGES[code] for code in nationalities if code in LANGUAGES]
    known = [native_language, language_of(native_name), *of_countries]
    return next((language.partition("-")[0] for language in known if language), "")


def house_style(name, language):
    """``name`` as the desk writes it, or as it is where no rule applies."""
    rule = {"ko": korean, "ja": japanese}.get(language)
    words = name.split()
    return rule(words) if rule and len(words) > 1 and name.isascii() else name


def korean(words):
    """Family first, one capital after it: Han Hyo-joo."""
    first, last = fold(words[0]) in KOREAN_FAMILIES, fold(words[-1]) in KOREAN_FAMILIES
    if last and not first:
        words = [words[-1], *words[:-1]]
    elif not first:
        return " ".join(words)
    family, given = words[0], words[1:]
    if len(given) == 2 and not any("-" in word for word in given):
        given = ["-".join(given)]
    if len(given) == 1 and "-" in given[0]:
        given = [given[0].capitalize()]
    return " ".join([unshouted(family), *map(unshouted, given)])


def japanese(words):
    """Given name first: Shun Oguri. A family name in capitals, or a frequent one, is known."""
    if len(words) == 2:
        shouted = words[0].isupper() and not words[1].isupper()
        families = [fold(word) in JAPANESE_FAMILIES for word in words]
        if shouted or families == [True, False]:
            words = words[::-1]
    return " ".join(map(unshouted, words))


def unshouted(word):
    return word.capitalize() if word.isupper() and len(word) > 2 else word


def sort_name(name, language):
    """Under what a person is filed: Han Hyo-joo, but Oguri, Shun."""
    given, _, family = name.rpartition(" ")
    if language in SORTED_AS_WRITTEN or not given:
        return name
    return f"{family}, {given}"
