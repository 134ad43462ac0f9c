# ruff: noqa: RUF001 - letters of many scripts are meant
"""What a page is that sells no product, named in one sentence."""

import re

from studio.page.document import Document
from studio.page.errors import PageCode, PageError
from studio.page.item import Item, types_of
from studio.page.not_found import says_not_found

LISTS_PRODUCTS = "The page lists several products instead of one."
_ALMOST_NO_TEXT = "The page contains almost no text; it may need JavaScript to show its content."
LIST_TYPES = frozenset({"itemlist", "collectionpage", "searchresultspage", "offercatalog"})
ARTICLE_TYPES = frozenset(
    {
        "article",
        "newsarticle",
        "blogposting",
        "newspost",
        "criticreview",
        "reportagenewsarticle",
        "techarticle",
    }
)
# schema.org types of what has a name, often a rating and a price, and is no product.
_OTHER_THINGS = {
    "event": frozenset(
        {
            "event",
            "musicevent",
            "theaterevent",
            "sportsevent",
            "festival",
            "exhibitionevent",
            "comedyevent",
            "danceevent",
        }
        | {
            "educationevent",
            "businessevent",
            "screeningevent",
            "socialevent",
            "childrensevent",
            "foodevent",
            "eventseries",
        }
    ),
    "recipe": frozenset({"recipe"}),
    "job offer": frozenset({"jobposting"}),
    "podcast or a broadcast": frozenset(
        {
            "podcastepisode",
            "podcastseries",
            "audioobject",
            "radioepisode",
            "radioseries",
            "tvepisode",
            "tvseries",
            "episode",
        }
    ),
    "film": frozenset({"movie", "movieseries"}),
    "place or a business": frozenset(
        {
            "restaurant",
            "hotel",
            "lodgingbusiness",
            "touristattraction",
            "foodestablishment",
            "bedandbreakfast",
            "hostel",
        }
    ),
    "person": frozenset({"profilepage"}),
    "question with answers": frozenset({"qapage"}),
}
_CHALLENGE_TITLE = re.compile(
    r"just a moment|attention required|access (?:to this page has been )?(?:is )?(?:denied|blocked|restricted|limited)"
    r"|robot or human|are you (?:a )?(?:human|robot)|not a (?:ro)?bot|pardon our interruption|client challenge"
    r"|security (?:check|checkpoint|verification)|(?:bot|human) (?:check|verification|challenge)|verify (?:you are"
    r"|that you)"
    r"|verifying (?:you are|your browser)|checking (?:your browser|if the site)|ddos-guard|ddos protection"
    r"|request (?:blocked|rejected|unsuccessful|denied)|captcha|too many requests|403 forbidden|^forbidden$"
    r"|web page blocked"
    r"|website firewall|unusual traffic|un momento…|einen moment|un instant|robot check|sorry, you have been blocked"
    r"|you have been blocked|service unavailable|429|請驗證|安全验证|人机验证|访问验证|smartcaptcha|вы не робот"
    r"|不是机器人"
    r"|ロボットではありません|접근이 (?:차단|제한)|자동입력 방지",
    re.IGNORECASE,
)
# Left by bot checks in their markup: Cloudflare, HUMAN (PerimeterX), DataDome, Imperva, Akamai, AWS WAF, hCaptcha,
# reCAPTCHA, Amazon, F5, Alibaba, Kasada, Radware, Reblaze, Sucuri, Fortinet, Barracuda, Tencent, GeeTest, Anubis.
_CHALLENGE_MARKS = (
    *("_cf_chl_opt", "cf-challenge", "challenges.cloudflare.com", "px-captcha", "captcha-delivery.com", "_pxAppId"),
    *("_Incapsula_Resource", "incident ID", "errors/validateCaptcha", "awswaf.com", "AwsWafIntegration"),
    *("ak_bmsc_challenge", "sec-if-cpt-container", "bm-verify", "errors.edgesuite.net", "h-captcha", "g-recaptcha"),
    *("geo.captcha", "ddos-guard", "_____tmd_____", "x5secdata", "/punish?", "baxia", "nocaptcha", "KPSDK", "ips.js?"),
    *("perfdrive.com", "shieldsquare", "rbzns", "rbzid", "sucuri.net", "Your support ID is", "TSPD", "Attack ID"),
    *(
        "FortiWeb",
        "barracuda",
        "TCaptcha",
        "geetest",
        "anubis_challenge",
        "vercel-challenge",
        "showcaptcha",
        "smartcaptcha",
    ),
    *("The requested URL was rejected", "wordfence", "Press & Hold", "press and hold", "turnstile"),
)
_QUEUE = re.compile(
    r"queue-it|waiting room|(?:now|currently) in (?:the )?(?:line|queue)|you(?:'|’)?(?: a)?re in (?:a "
    r"|the )?(?:virtual )?(?:line|queue)"
    r"|your (?:place|position|turn) in (?:the )?(?:line|queue)|estimated wait|virtual queue|warteraum|warteschlange"
    r"|salle d['’]attente|file d['’]attente|sala de espera|fila virtual|sala d['’]attesa|wachtrij|wachtkamer|poczekalni"
    r"|виртуальн\w+ очеред|待機室|順番待ち|대기열|접속 대기|排队|排隊",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"^(?:(?:please )?(?:sign|log) ?(?:in|on)|login|(?:customer|member|account|my account) (?:login|sign ?in)"
    r"|welcome back"
    r"|(?:sign|log) in to .{1,40}|anmelden|anmeldung|einloggen|login|kundenlogin|connexion|se connecter|identifiez-vous"
    r"|iniciar sesión|inicia sesión|acceso clientes|entrar|iniciar sessão|fazer login|accedi|accesso|inloggen"
    r"|zaloguj(?: się)?|logowanie|logga in|log ind|logg inn|kirjaudu(?: sisään)?|přihlášení|вход|войти|giriş(?: yap)?"
    r"|ログイン|로그인|登录|登錄|登入|تسجيل الدخول|התחברות|เข้าสู่ระบบ|đăng nhập)\W*$",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"age (?:verification|gate|check|restricted|confirmation)|verify your age|confirm (?:your age|you are)|(?:over"
    r"|under) (?:18|21)"
    r"|(?:18|21) (?:years|or older|\+)|are you (?:of legal|old enough|at least|18|21|over)|legal (?:drinking"
    r"|smoking) age"
    r"|altersprüfung|altersverifikation|(?:über|mindestens|bereits) 18|volljährig|vérification de l['’]âge"
    r"|(?:plus de|avez) 18 ans"
    r"|majeur|mayor(?:es)? de (?:18|edad)|verificación de edad|maior(?:es)? de (?:18|idade)|maggiorenne|ouder dan 18"
    r"|pełnoletni|ukończ\w+ 18|вам (?:есть|исполнилось) 18|18 лет|20歳以上|年齢確認|성인 ?인증|만 19세|年满18|未满18"
    r"|年齡確認",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"opening soon|coming soon|(?:store|shop|site) (?:is )?(?:temporarily |currently )?(?:closed|unavailable|offline"
    r"|paused)"
    r"|(?:we(?:'|’)?re|we are) (?:closed|closing|taking a break|on (?:holiday|vacation))|(?:under|down for"
    r"|scheduled) maintenance"
    r"|maintenance mode|be (?:right )?back soon|password protected|enter (?:store )?using password"
    r"|domain (?:is )?for sale"
    r"|parked domain|wartungs(?:arbeiten|modus)|(?:shop|laden) (?:ist )?(?:derzeit |vorübergehend )?geschlossen"
    r"|wegen wartung"
    r"|en maintenance|boutique (?:est )?(?:actuellement |temporairement )?fermée|en mantenimiento|tienda cerrada"
    r"|cerrado por"
    r"|em manutenção|loja fechada|in manutenzione|negozio chiuso|in onderhoud|winkel (?:is )?gesloten"
    r"|przerwa techniczna"
    r"|sklep (?:jest )?(?:zamknięty|nieczynny)|технические работы|магазин закрыт|bakım|メンテナンス中|閉店|점검 ?중"
    r"|维护中|維護中",
    re.IGNORECASE,
)
# A check, a queue or a form to sign in has a sentence or two; a shop page that merely loads a captcha has far more.
_MAX_CHECK_TEXT = 2000
_MAX_GATE_TEXT = 4000
# Less text than that shows nothing at all.
_MIN_PAGE_TEXT = 200


def refusal(document: Document, text: str, items: list[Item], *, lists: bool) -> PageError:
    """The error for a page without a product; `lists`: it shows several products."""
    body = document.tree.body
    seen = body.text(separator=" ", strip=True) if body else ""
    if reason := _blocked(document, text, seen):
        return PageError(PageCode.PAGE_BLOCKED, reason)
    return PageError(PageCode.NO_PRODUCT_FOUND, _no_product(document, items, seen, lists=lists))


def is_article(document: Document, items: list[Item]) -> bool:
    """Whether the page says that it is an article; some shops' plugins say so of products, too."""
    return bool(types_of(items) & ARTICLE_TYPES) or document.meta("og:type").lower() == "article"


def other_thing(items: list[Item]) -> str:
    """What the page's data describe that is no product ("event"), empty where they describe no such thing."""
    types = types_of(items)
    return next((name for name, kinds in _OTHER_THINGS.items() if types & kinds), "")


def _blocked(document: Document, text: str, seen: str) -> str:
    """What stands in the page's place, in one sentence; `text` is its markup, `seen` what it shows."""
    heads = (document.head_title, *document.headings[:2])
    if len(seen) > _MAX_GATE_TEXT:
        return ""
    if any(map(_QUEUE.search, (*heads, seen[:_MAX_CHECK_TEXT] if len(seen) <= _MAX_CHECK_TEXT else ""))):
        return "The shop makes visitors wait in a queue before it shows the page."
    marked = len(seen) <= _MAX_CHECK_TEXT and any(mark in text for mark in _CHALLENGE_MARKS)
    if marked or any(map(_CHALLENGE_TITLE.search, heads)):
        return "The shop returned a bot check instead of the page."
    return ""


def _no_product(document: Document, items: list[Item], seen: str, *, lists: bool) -> str:
    """What the page seems to be in place of a product page, in one sentence."""
    lists = lists or bool(types_of(items) & LIST_TYPES) or document.meta("og:type").lower() == "product.group"
    thing = other_thing(items)
    article = "an" if thing[:1] in {"a", "e", "i", "o", "u"} else "a"
    reasons = (
        _gate(document, seen),
        "The page says that it does not exist." if says_not_found(document) else "",
        LISTS_PRODUCTS if lists else "",
        f"The page is about {article} {thing}, not a product for sale." if thing else "",
        "The page is an article, not a product for sale." if is_article(document, items) else "",
        "The URL is a shop's front page." if document.is_home else "",
        _ALMOST_NO_TEXT if len(seen) < _MIN_PAGE_TEXT else "",
    )
    return next(filter(None, reasons), "No product was found on the page.")


def _gate(document: Document, seen: str) -> str:
    """What stands before the shop: a form to sign in, a question for the age, a closed door."""
    if len(seen) > _MAX_GATE_TEXT:
        return ""
    heads = [*re.split(r"\s+[|\u2013\u2014\u00b7:-]\s+", document.head_title), *document.headings[:2]]
    asks_password = document.tree.css_first('input[type="password"]') is not None
    said = " ; ".join((*heads, seen[:_MAX_CHECK_TEXT]))
    if _CLOSED.search(" ; ".join(heads)) or (len(seen) <= _MAX_CHECK_TEXT and _CLOSED.search(said)):
        return "The shop is closed or not open yet."
    if any(map(_LOGIN.search, heads)) or (asks_password and len(seen) <= _MAX_CHECK_TEXT):
        return "The page asks visitors to sign in."
    if _AGE.search(said):
        return "The page asks for the visitor's age before it shows the product."
    return ""
