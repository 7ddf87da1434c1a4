"""What stands beside names and tells what they are the names of."""

import re

SURE, LIKELY, POSSIBLE, HARDLY = 0.97, 0.92, 0.6, 0.3
WORK = (
    r"films?|movies?|series|dramas?|k-?dramas?|shows?|sitcom|thriller|comedy|romcom|rom-com|anime|"
    r"animation|manga|webtoons?|novels?|book|documentary|sequel|prequel|remake|adaptation|blockbuster|"
    r"title|hit|musical|miniseries|season|(?<!will )(?<!also )(?<!to )feature|영화|드라마|시리즈|예능|소설|웹툰|映画|ドラマ|アニメ|小説|phim|tác phẩm"
)
# Small: of a “Film School” the film is a part.
BEFORE_WORK = re.compile(rf"(?:\b(?:{WORK}|titled|called|entitled)|[kK]-[dD]rama)\W{{1,3}}$")
# What is said of works rather than of anything else that has a capital.
OF_A_WORK = re.compile(
    r"(?:\b(?:success of|following|known for|famous for|(?:starr?(?:ed|s|ing)?|appear(?:ed|s|ing)?|seen|"
    r"featured|cast|roles?|part|performances?|work|debut(?:ed)?) in|roles? on|worked on|such as|"
    r"including|credits include|(?:director|creator|writer|author|cast|stars?|episodes?|season|finale|dub|version|"
    r"remake|adaptation|sequel|prequel|spin-?off|makers?|premiere|filming|production|trailer|poster) (?:of|to|for)|"
    r"(?:nam|nữ) (?:chính|phụ) (?:của|trong))"
    r"(?:\s(?:the|his|her|their|netflix|hit|upcoming))*|\b(?:Netflix|tvN|JTBC|SBS|KBS|MBC|OCN|ENA|TVING|Disney\+|HBO|NHK|TBS|Fuji TV)(?:['’]s?)?|\b(?:19|20)\d\d['’]s)\s$",
    re.IGNORECASE,
)
STARRING = re.compile(
    r"(?:\b(?:starr?(?:ing|s|ed)?|featuring|features|alongside|opposite|with|including|cast|by|lead|fellow)|[A-Z][\w()]*['’]s|[)]['’]s)\s$"
)
AFTER_WORK = re.compile(
    rf"^\W{{0,3}}\s?(?:{WORK}|star|director|creator|actress|actor|premieres?|episodes?)\b",
    re.IGNORECASE,
)
OTHER_WORK = re.compile(
    r"\b(?:songs?|singles?|albums?|tracks?|soundtracks?|OST|theme|ballad|magazine|perfume|campaign|노래|앨범|곡)\b"
)
SEASON = re.compile(
    r"^,?\s(?:(?:season|part|volume|vol\.|chapter)\s\d{1,2}|S\d{1,2}\b|"
    r"[2-9](?=[,.;:)\"'”’]|\s(?:is|was|will|has|and|or|but|stars?|premiered?|as|for|in|on|since|when|where|"
    r"which|who|with)\b))",
    re.IGNORECASE,
)
# Of a film: “Believer 2”, “The Witch: Part Two”.
SEQUEL = re.compile(
    r"^(?:\s[2-9](?!\d)|[:,]?(?:\s[-–])?\s(?:part|chapter|vol\.?|volume)\s(?:\d|[IVX]+\b|two|three|four))",
    re.IGNORECASE,
)
YEAR_AFTER = re.compile(
    r"^[\"'”’)」』〉》]*,?\s?\((?:[^()]{0,30}\b)?((?:19|20)\d\d)\b[^()]{0,20}\)"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ROLES = re.compile(
    r"\b(?:actors?|actress(?:es)?|directors?|filmmakers?|singers?|rappers?|idols?|stars?|writers?|screenwriters?|authors?|novelists?|"
    r"producers?|showrunners?|creators?|ceo|model|comedian|host|member|배우|감독|가수|작가|俳優|女優|監督|歌手)\W{1,3}$",
    re.IGNORECASE,
)
PLAYS = re.compile(
    r"(?:\b(?:plays?|playing|played|portrays?|portraying|portrayed|roles?\sof|characters?\s(?:of|named|called)|heroine|protagonist|"
    r"(?:star|cast|appear|return|repris|feature)\w*\s(?:[^.;]{0,40}\s)?(?<!such )as)\s(?:(?:a|an|the)\s(?:[\w-]+\s){0,4})?(?:[^\W\d_a-z][\w-]*(?:\s[^\W\d_a-z][\w-]*){0,3}(?:,\s|\sand\s)){0,2}|역의\s|役の)$",
    re.IGNORECASE,
)
SMALL = {
    *("the", "a", "an", "of", "to", "in", "on", "at", "by", "for", "and", "or", "is", "no"),
    *("vs", "with", "from", "into", "de", "la", "le", "les", "du", "des", "et", "un", "une"),
    *("el", "und", "der", "die", "das", "ga", "ni", "wa", "wo"),
}
# “Parasite director Bong Joon-ho”, “Parasite’s cast”, “Parasite was her first film”: what only works have.
WHOSE_WORK = re.compile(
    r"^(?:\s(?:directors?|stars?|creators?|writers?|actors?|actress(?:es)?|leads?)\s[^\W\d_a-z]|"
    r"\s(?:is|was)\s(?:his|her|their)\s(?:[\w-]+\s){1,2}(?:work|project|film|movie|series|drama|show)\b|"
    r"['’]s\s(?:[\w-]+\s){0,2}(?:director|stars?|leads?|creator|writer|cast|finale|ending|premiere|ratings)\b)"
)
TRADES = {
    *("film", "movie", "music", "art", "voice", "stage", "casting", "managing", "executive"),
    *("creative", "drama", "theater", "theatre", "child", "guest", "pop", "action", "fellow"),
}
# After somebody who only had the part before.
PLAYED = re.compile(r"^\s(?:took|takes|played|plays|portrayed|portrays|originated)\b")
CALENDAR = {
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
}
# Countries that people and companies are called as well.
ALSO_A_NAME = {
    *("jordan", "chad", "georgia", "israel", "jersey", "kenya", "cuba", "china", "india"),
    *("ireland", "turkey", "mali", "togo", "niger", "monaco", "cyprus", "malta", "oman"),
    *("peru", "guinea"),
}
DIRECTIONS = {
    *("north", "south", "latin", "central", "west", "east", "new", "northern", "southern"),
    *("eastern", "western"),
}
