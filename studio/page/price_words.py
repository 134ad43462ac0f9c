# ruff: noqa: RUF001 - letters and signs of many scripts are meant
"""The words beside an amount that tell whether it is the price of the product."""

import re

# Words beside an amount that is not what everybody pays once for the product: units, instalments, subscriptions,
# memberships, insurances, deliveries, amounts without taxes.
_OTHER_AMOUNT = re.compile(
    r"/\s?\d*\s?(?:kg|g|l|ml|m²?|100|st|mo|month)\b|\bper (?:month|unit|piece|kg|litre|person|night)"
    r"|\bpro (?:kg|stück|liter|monat|person)|\b(?:month|monat|mois|mes|mese|mensual|mtl\b)|\bmo\b|\binstal"
    r"|\bpayments?\b|\bcuotas?\b|\brat[ae]\b|\d\s?[x\u00d7]\s|\bx\s?\d|klarna|afterpay|affirm|paypal|clearpay"
    r"|\bfinanc|\bfinanz|ratenzahlung|分期|할부|分割|рассрочк|\bparcela|taksit|\bem \d+ ?x|\ben \d+ ?x"
    r"|\bà partir de .{0,20}/mois"
    r"|\bsubscri|\babo\b|\babonn|\bsuscri|\bassina|\babbona|\bmember|\bmitglied|\bclub\b"
    r"|warrant[iy]|garant[ií]|insurance|versicherung|protection plan|assurance"
    r"|shipping|versand|livraison|envío|delivery|доставк|배송|적립|運費|free over|minimum|deposit|pfand"
    r"|\best(?:imated|\.)? ?(?:retail|value|worth)|\b(?:retail|market) value|\bvalue:|\bvalued? (?:at|of)|\bworth\b"
    r"|\bgeschätzt|\bvaleur\b"
    r"|trade-?in|buy-?back|ankauf|eintausch"
    r"|excl|ex\.?\s?(?:vat|tax)|without tax|netto?\b|ohne mwst|brez ddv|hors tax|sem iva|sin iva|без ндс",
    re.IGNORECASE,
)
# What somebody has bid, or must bid at least.
_BID = re.compile(
    r"\b(?:starting|opening|minimum|winning|next|highest) (?:price|bid)|\bbids?\b|startpreis|startgebot|mindestgebot"
    r"|(?:aktuelles|höchst) ?gebot|enchère|mise à prix|\bpuja|\boferta inicial|\blance (?:atual|inicial)"
    r"|\bofferta (?:attuale|di partenza)|\bbod\b|\bstartbod|入札|開始価格|起拍价|起拍價|текущая ставка|начальная цена",
    re.IGNORECASE,
)
_SAVING = re.compile(
    r"\bsave\b|\bsaving|\bspar(?:en|st|t|nis)?\b|\bahorr|\béconom|\brabatt|\bdiscount|\bcoupon|\bvoucher|\bgutschein"
    r"|(?<![a-z])off(?![a-z])|\bbespa"
    r"|\bkorting|\brisparm|\bsconto|\bpoup|\bdescont|\bdescuento|\boszcz|\bušet|\bekonomi|экономи|скидк|выгод|節約|절약"
    r"|\bremise\b|\bréduction|\bersparnis|\bpreisvorteil|\bnachlass|\bvoordeel|\bbesparing|\bzniżk|\brabat\b|\bslev"
    r"|\bzľav|\bpopust"
    r"|\bkedvezmény|\breducere"
    r"|έκπτωση|\bindirim|\balennus|\bsäästä|знижк|отстъпка|خصم|وفر|הנחה|חסכ|छूट|บาทส่วนลด"
    r"|ส่วนลด|\bgiảm"
    r"|\bdiskon\b|\bhemat|할인|割引|値引|円引き?|立减|立減|直降|优惠券|優惠券|省\s?[¥￥\d]|立省|节省|折抵|現折|现减|현금할인",
    re.IGNORECASE,
)
# A price after a saving is named with the word for saving: that amount is to be paid.
_SAVED_PRICE = re.compile(
    r"(?:discount(?:ed)?|rabatt?|rabattierter|sale|saver|spar|promo|descuento|sconto|scontato|indirimli|скидк\w*|할인"
    r"|割引|値引)"
    r"[ -]{0,2}(?:price|preis|prix|precio|prezzo|pris|cena|fiyat|цена|(?:판매)?가격?|後?価格)"
    r"|(?:price|prix|precio|prezzo|цена) "
    r"(?:with|after|avec|après|con|scontato|со|после) (?:discount|remise|descuento|sconto|скидк\w+)",
    re.IGNORECASE,
)
# Directly before an amount: what a choice costs more or less than the price.
_DIFFERENCE = re.compile(
    r"(?:^|[\s(\[:])[+\u2212\u2013\u00b1-]$|[(\[]\s*(?:[+\u2212\u2013\u00b1-]|plus|add|minus)\s*$", re.IGNORECASE
)
# A share that is saved is said of the price itself.
_SHARE_SAVED = re.compile(
    r"(?:\b(?:(?:you )?save|(?:du|sie)? ?spar\w*|économisez|ahorr\w+|risparmi\w*|je bespaart)\s*)?"
    r"[-\u2212\u2013]?\d+(?:[.,]\d+)?\s?%(?:\s?(?:off|rabatt|discount|korting|"
    r"(?:de |di )?(?:descuento|desconto|réduction|remise|sconto)))?",
    re.IGNORECASE,
)
_SHARE_OFF = re.compile(
    r"(?:^|[\s(])[-\u2212\u2013]\s?\d{1,2}(?:[.,]\d+)?\s?%|\d{1,2}\s?%\s?(?:off|rabatt|discount|korting|de )",
    re.IGNORECASE,
)
# What a buyer pays in most countries, so that it adds nothing to a price.
_TAX_INCLUDED = re.compile(
    r"[(\uff08]?(?:(?:incl?\.?|including|inkl\.?) ?(?:vat|gst|tax(?:es)?|mwst\.?|btw|moms)|税込み?|ttc"
    r"|iva inclu\w+|\u0441 ндс)[)\uff09]?",
    re.IGNORECASE,
)
# Right before an amount it says that this is the price, or the one of today.
_PRICE_LABEL = re.compile(
    r"(?<!\w)(?:price|from|ab|à partir de|a partir de|desde|vanaf|od|från|fra|precio|buy it now"
    r"|now(?: only)?|only|today|preis|jetzt(?: nur)?|nur|prix|maintenant|precio|ahora|solo|preço|agora"
    r"|por|apenas|prezzo|ora|cena|teraz|tylko|prijs|nu|pris|hinta|nyt|цена|сейчас|ціна|fiyat|şimdi|価格|特価|판매가|할인가"
    r"|현재가|价格|现价|售价|促销价|販売価格|ราคา)[\s:]*$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"(?<!\w)(?:now|today|jetzt|nur|maintenant|ahora|agora|ora|teraz|nu|nyt|сейчас|şimdi|現在|现在)(?!\w)|现价|現價|현재가",
    re.IGNORECASE,
)
_SALE_LABEL = re.compile(
    r"\bsale|\bspecial|\bpromo|\boffer|\bdeal|\baktion|\bangebot|\boferta|\bakc|акци|促[销銷]|特[价價価]|セール|할인|특가"
    r"|\bkampan|\btarjous",
    re.IGNORECASE,
)
# Around the price of several choices that is the lowest; some languages put the word behind, and some a wave.
_FROM_BEFORE = re.compile(
    r"(?<!\w)(?:from|starting (?:at|from)|starts at|as low as|prices? from|ab|à partir de|a partir de|dès|desde"
    r"|a partire da"
    r"|da|vanaf|od|från|fra|fra kr|alkaen|от|від|от:|mulai(?: dari)?|từ|chỉ từ|เริ่มต้น(?:ที่)?|начиная с|από"
    r"|החל מ-?|ابتداء من|من)"
    r"[\s:]*$",
    re.IGNORECASE,
)
_FROM_BEHIND = re.compile(
    r"\s*(?:から|[~～〜](?!\s*\d)|起(?!拍)|부터|-?t[óő]l|'?(?:den|dan) başlayan|alkaen|and up|oder mehr)", re.IGNORECASE
)
_RANGE_MIDDLE = re.compile(r"\s*(?:[-\u2013\u2014~～〜]|to|bis|à|a|até|do|do:|tot|till?|до)\s*", re.IGNORECASE)


def tells_other_amount(words: str) -> bool:
    """Whether an amount with these words around it is something else than the price, a saving included."""
    bare = _SAVED_PRICE.sub("", words)
    return is_conditional(bare) or is_bid(bare) or _SAVING.search(_SHARE_SAVED.sub("", bare)) is not None


def is_conditional(words: str) -> bool:
    """Whether it is for a part, a time, or not for everybody."""
    return _OTHER_AMOUNT.search(words) is not None


def tells_sale(words: str) -> bool:
    """Whether words say that the price is reduced: a saving, a share that is saved, a sale, or "now"."""
    return any(pattern.search(words) for pattern in (_SAVING, _SHARE_OFF, _SALE_LABEL, _NOW))


def is_bid(words: str) -> bool:
    """Whether an amount with these words around it is what somebody bids, or must bid at least."""
    return _BID.search(words) is not None


def is_difference(before: str) -> bool:
    """Whether the text right before an amount makes of it what a choice costs more or less than the price."""
    return _DIFFERENCE.search(before.rstrip("\u00a0")) is not None


def tells_lowest(before: str, behind: str) -> bool:
    """Whether the words around an amount make it the lowest of several."""
    return _FROM_BEFORE.search(before) is not None or _FROM_BEHIND.match(behind) is not None


def is_between(text: str) -> bool:
    """Whether a text between two amounts makes a range of them."""
    return _RANGE_MIDDLE.fullmatch(text) is not None


def label_score(label: str) -> int:
    """How far the words right before an amount call it the price: 0 to 3."""
    return 2 * (_PRICE_LABEL.search(label) is not None) + (_SALE_LABEL.search(label) is not None)


def without_tax_note(text: str) -> str:
    """A price tag without the remark that taxes are in it."""
    return _TAX_INCLUDED.sub("", text).rstrip()
