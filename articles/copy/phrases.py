"""The words by which pages, agencies and mails give away what is no part of a story."""

import re

NETWORKS = (
    r"facebook|x|twitter|linkedin|threads|whats ?app|telegram|pinterest|reddit|tumblr|line|"
    r"instagram|youtube|tiktok|bluesky|mastodon|flipboard|messenger|weibo|wechat|viber|zalo|"
    r"kakao ?(?:talk|story)|naver(?: blog)?|band|pocket|google\+?(?: news)?|e-?mail|sms|rss|"
    r"페이스북|트위터|카카오톡|카카오스토리|네이버(?: ?블로그)?|밴드|인스타그램|텔레그램|라인"
)
VERBS = (
    r"share(?: (?:this|on|via|to))*(?: (?:article|story|page|post))?|tweet|pin(?: it)?|"
    r"copy(?: (?:link|url))?|link copied!?|copied|print(?: (?:this|page|article))*|save|like|"
    r"follow(?: us)?(?: on)?|send|bookmark|more|url|link|post|comment|pinit|show (?:additional|more) share options|"
    r"공유(?:하기)?|"
    r"(?:url|링크|주소) ?복사(?:하기)?|기사 ?공유|스크랩|인쇄|프린트|シェア|ツイート|"
    r"シェアする|ポスト|保存|lineで(?:送る|共有)|はてな(?:ブックマーク)?|chia sẻ|in bài"
)
SHARE = re.compile(
    rf"(?:(?:{NETWORKS}|{VERBS}|on|to|via|by|with|this|article|and|\d[\d.,]*k?)(?:[\s|,/·•:&+-]+|$))+",
    re.IGNORECASE,
)
HAS_SHARE = re.compile(
    rf"\b(?:{NETWORKS}|share|tweet|copy|copied|print)\b|[가-힣ぁ-ヶ]", re.IGNORECASE
)
# Alone on a line, these are no headline of a story's own part.
MENU = re.compile(
    r"(?:skip to (?:main )?content|menu|search|home|log ?in|sign ?in|register|my account|"
    r"close|back to top|top|next|previous|prev|advertisements?|ad|sponsored(?: content)?|"
    r"promoted|loading(?:\.\.\.|…)?|accept(?: all)?(?: cookies)?|reject all|"
    r"(?:terms|privacy)[\w &|/-]{0,60}|contact us|about us|all rights reserved\.?|"
    r"article continues below(?: (?:this )?advertisement)?|story continues below(?: advertisement)?|"
    r"scroll to continue(?: with content)?|view (?:all|gallery|comments)|show more|"
    r"listen(?: to (?:this )?article)?|play video|play audio|\d+ ?(?:min(?:ute)?s?) read|"
    r"\d[\d,.k]* (?:views?|comments?|shares?|likes?)|(?:no|leave a|post a|add a) comments?|comments?|"
    r"(?:\d+|no|one) (?:comments?|responses?|replies|thoughts?)(?: to .{1,80})?:?|leave a reply|reading time:? .{1,20}|"
    r"(?:font|text) size.{0,20}|a ?[+-]|a a a|가{2,4}|글자 ?크기.{0,20}|본문 ?(?:바로가기|듣기)|"
    r"구독(?:하기)?|광고|메뉴|댓글(?: \d+)?|広告|メニュー|検索|コメント|quảng cáo|bình luận|"
    r"watch (?:now|it here|below|the (?:full )?(?:trailer|video) (?:here|below|above))[:!.]?|"
    r"(?:sources?|via)\s*[:：]?\s*(?:(?:\(\d+\)|\d+)[\s,]*)+|sources? link|sources?\s*[:：]\s*(?:soompi|naver)(?: \(\d+\))?|\(?sources?\s*[:：][\w\s().,/&-]{2,60}\.(?:com|net|org|kr|jp|co)\b[\w\s().,/&-]{0,120}\)?|"
    r"watch .{3,80} (?:here|below)(?: (?:with|on) .{2,40})?[:!.]|please log ?in .{0,60}|"
    r"(?:original|source) (?:article|story|link|post)|"
    r"how does this article make you feel\??|what (?:do|did) you think.{0,30}let us know.{0,40}|"
    r"author|authors|by|written by|reporter|tags?:?|topics?:?)",
    re.IGNORECASE,
)
CRUMBS = re.compile(r"home\s*[>›»/|].{1,160}", re.IGNORECASE)
NEWSLETTER = re.compile(
    r"\b(?:sign up (?:for|to|here)|subscribe (?:to|now|for|here|today)|join our|"
    r"get (?:our|the (?:latest|best|day)).{0,60}(?:inbox|newsletter|email|daily)|"
    r"(?:our|free|daily|weekly|the) newsletters?\b|your (?:e-?mail|inbox)|"
    r"(?:enter|your) e-?mail(?: address)?|by (?:signing up|subscribing|providing)|"
    r"download (?:our|the) app|follow (?:us|our)\b.{0,40}(?:on|@)|"
    r"stay (?:up to date|tuned to|informed) with|like us on|turn on notifications|"
    r"never miss (?:a|an|out)|your (?:premium|subscription|free) (?:period|trial)|unlock (?:this|unlimited|exclusive)|download (?:it )?now|already a subscriber|"
    r"support our journalism|become a member|this (?:content|video) is (?:not available|available to))|"
    r"^newsletters?$|뉴스레터|구독하(?:세요|기)|メルマガ|đăng ký nhận",
    re.IGNORECASE,
)
# What it announces goes on to the end of the page, or until the story does.
LABEL = re.compile(
    r"(?:(?:stay connected|(?:the )?latest(?: (?:news|stories|articles|posts|updates|headlines))?|"
    r"more (?:from|on|in|about|stories|news|like this|articles)(?: .{1,50})?|"
    r"more (?:film|tv|movies?|music|drama|k-?dramas?|k-?pop|entertainment|culture|lifestyle|asia|korea|world|voices)|"
    r"related(?: (?:articles?|stories|news|posts?|content|topics?|links?|coverage|reading))?|"
    r"read (?:more|next|also|on)|also read|see also|you (?:may|might|could|will)(?: also)? (?:also )?(?:like|enjoy|love|be interested in).{0,20}|"
    r"similar (?:articles|stories|posts)|recommended(?: (?:for you|stories|articles|reading|posts))?|we recommend|suggested(?: for you| posts)?|"
    r"most (?:read|popular|viewed|shared|commented)(?: .{1,30})?|trending(?: (?:now|stories|news|topics))?|"
    r"popular(?: (?:now|news|posts|stories|on .{1,30}))?|top (?:stories|news|picks|reads)|"
    r"editor[’']?s[’']? (?:picks?|choice)|don[’']?t miss|must[- ]reads?|what to (?:read|watch)(?: next)?|"
    r"what[’']?s (?:hot|new|trending)|up next|keep reading|around the web|from (?:the|our) (?:web|partners|archives?)|"
    r"in (?:other news|case you missed it)|featured(?: (?:stories|videos?|posts))?|hot (?:topics?|issues?|news)|"
    r"breaking news|next (?:article|story|post)|previous (?:article|story|post)|video(?:s)? of the day|"
    r"about the author|share this(?: (?:story|article))?|join the conversation|"
    r"관련 ?(?:기사|뉴스|태그|키워드|글)|많이 ?본 ?(?:뉴스|기사)|인기 ?(?:기사|뉴스)|최신 ?(?:기사|뉴스)|추천 ?(?:기사|뉴스)|이 ?시각 ?(?:주요|헤드라인).{0,6}|"
    r"関連(?:記事|ニュース|リンク|タグ|キーワード)?|人気(?:の)?記事(?:ランキング)?|おすすめ(?:の)?記事?|最新(?:記事|ニュース)|あわせて読みたい|アクセスランキング|"
    r"xem thêm|tin (?:liên quan|mới|nổi bật|cùng chuyên mục)|đọc (?:thêm|nhiều)|bài (?:viết )?liên quan|có thể bạn quan tâm)"
    r")\s*[:：»›>→▼…]*",
    re.IGNORECASE,
)
# One other story on the line itself.
POINTER = re.compile(
    r"^[\[(►▶>»•*-]*\s*(?:related(?: (?:story|article|stories|articles|news|post|coverage|content|reading))?|read(?: also| more| next)?|"
    r"also (?:read|see|watch)|see also|see more|more|recommended|don[’']?t miss|watch(?: also| now)?|must read|up next|previously|in pictures|"
    r"read (?:the )?full (?:story|article)|watch (?:full )?(?:episodes?|[“\"‘].{1,60}[”\"’]).{0,60}(?:here|below)(?=\s*[:!])|관련 ?기사|関連記事|あわせて読みたい|xem thêm|đọc thêm|click here.{0,30}|for more .{3,60}(?:click|visit|go to|follow).{0,40})\s*[:：|>»–—]\s*\S",
    re.IGNORECASE,
)
CONTINUES = re.compile(
    r"^(?:(?:>>|▶|►|☞|→|⇒)\s*\S.*[^.!?。]|\(?continue(?:d)? (?:reading|on|from).{0,40}|read (?:the )?(?:full|rest).{0,60}|click here .{0,80})$",
    re.IGNORECASE,
)
AGENCY = re.compile(
    r"^\W{0,3}(?:reporting by|additional reporting|edited by|editing by|compiled by|translated by|"
    r"writing by|written by .{2,60} ?; ?edit)|"
    r"\b(?:contributed to this (?:report|story|article)|all rights reserved|"
    r"may not be (?:published|reproduced|copied|redistributed)|our standards:|"
    r"(?:this|the) (?:article|story|post|content|piece|report) (?:was|is|has been|originally) .{0,30}(?:published|appeared|generated|syndicated|translated|auto)|"
    r"originally (?:appeared|published) (?:on|in|at)|redistribution (?:is )?prohibited|unauthori[sz]ed reproduction|"
    r"no part of this|(?:affiliate|commission) (?:links?|on)|we may (?:earn|receive)|"
    r"copyright\s*(?:©|\(c\)|ⓒ|(?:19|20)\d\d))|"
    r"^\s*(?:©|ⓒ|\(c\)|copyright\b|저작권자|<\s*저작권자|ⓒ)|무단\s?(?:전재|복제|배포)|재배포\s?금지|"
    r"無断(?:転載|複製)|(?:転載|複製)(?:を)?禁|^\W*(?:(?:pr|press release|source)\s*[:：]\s*(?:[A-Z]\w+ ?){1,5})\W*$|"
    r"^[-–—*#_=~ ]*(?:30|ends?|fin|끝)[-–—*#_=~ ]*$|^\(END\)|^[#*_=~–—-]{3,}$|"
    r"^(?:e-?mail|contact|tel|phone|mobile|fax|t|m)\s*[:：]\s*[\w+@(]|"
    r"^\W*[\w.+-]+@[\w-]+\.[\w.]+\W*$|제보는? |기사 ?제보|^notes? to editors?:?",
    re.IGNORECASE,
)
# What a press release ends in, its paragraphs with it.
RELEASE_END = re.compile(
    r"^(?:about (?!the (?:film|series|show|drama|movie))[A-Z][\w&.’' -]{1,50}|(?:media|press|pr)\s?(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|relations)|"
    r"(?:for )?(?:more|further) information.{0,60}(?:contact|visit|:)?|contacts?|forward[- ]looking statements?|notes to (?:the )?editors?)\s*:?$",
    re.IGNORECASE,
)
RELEASE_HEAD = re.compile(
    r"^(?:for immediate release|press release|embargoed? (?:until|till).{0,60}|news release|보도 ?자료|プレスリリース)\W*$",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"^(?:(?:kind|best|warm|many)?\s*(?:regards|wishes|best|thanks|thank you|cheers|sincerely|yours(?: (?:sincerely|faithfully|truly))?|all the best|감사합니다|よろしくお願い.{0,12}|trân trọng))\s*[,.!]?$|^--\s*$|^_{5,}$",
    re.IGNORECASE,
)
# By which an agency ends a story.
END = re.compile(r"^\(?(?:END|끝|了)\)?$|^[-–—#*]\s?30\s?[-–—#*]$")
MAIL = re.compile(
    r"^(?:sent from my|get outlook for|on .{6,80} wrote:|-+ ?(?:original|forwarded) message ?-+|begin forwarded message|"
    r"(?:from|to|sent|cc|subject|date)\s?: .{2,200}$|unsubscribe|view (?:this (?:email|message)|in) .{0,20}browser|"
    r"this (?:e-?mail|message)(?: and any attachments?)? (?:is|are|may|was)|if you are not the intended)",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"^(?:hi|hello|dear|good (?:morning|afternoon|evening))\b[^.!?]{0,40}[,!:]?$", re.IGNORECASE
)
PLACEHOLDER = re.compile(
    r"\b(?:insert|add|place|paste|put) (?:\w+ ){0,3}(?:here|image|link|photo|picture|url|video|caption)\b|lorem ipsum|"
    r"\[(?:image|photo|video|embed|ad|caption|link|tk|tbc|tbd|todo|insert[^\]]*|gallery)[^\]]{0,40}\]|\bTK\s?TK\b|\bTKTK?\b|\{\{.{0,60}\}\}|"
    r"<(?:image|photo|video|embed|insert)[^>]{0,40}>|^(?:x{3,}|\?{3,}|tk|tbc|tbd|n/?a|untitled|image|photo|video|caption|placeholder)$|\(image\)|^your text here",
    re.IGNORECASE,
)
HASHTAGS = re.compile(
    r"(?:#[\w가-힣ぁ-んァ-ヶ一-龯]+[\s,]*){2,}|(?:tags?|topics?|keywords?|filed under|categor(?:y|ies)|태그|タグ)\s*[:：].{1,200}",
    re.IGNORECASE,
)
ADDRESS_ALONE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
EMBEDDED = re.compile(
    r"^(?:view this post on|a post shared by|a photo posted by|pic\.twitter\.com|watch on youtube|— .{2,60} \(@\w+\))",
    re.IGNORECASE,
)
