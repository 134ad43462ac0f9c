"""The words beside an amount that tell whether it is the price of the product."""

import re

# Words beside an amount that is not what everybody pays once for the product: units, instalments, subscriptions,
# memberships, insurances, deliveries, amounts without taxes.
_OTHER_AMOUNT = re.compile(
    r"/\s?\d*\s?(?:kg|g|l|ml|m²?|100|st|mo|month)\b|\bper (?:month|unit|piece|kg|litre|person|night)"
    r"|\bpro (?:kg|stück|liter|monat|person)|\b(?:month|monat|mois|mes|mese|mensual)|\bmo\b|\binstal"
    r"|\bpayments?\b|\bcuotas?\b|\brat[ae]\b|\d\s?[x\u00d7]\s|\bx\s?\d|klarna|afterpay|affirm|paypal|clearpay"
    r"|\bsubscri|\babo\b|\babonn|\bsuscri|\bassina|\babbona|\bmember|\bmitglied|\bclub\b"
    r"|warrant[iy]|garant[ií]|insurance|versicherung|protection plan|assurance"
    r"|shipping|versand|livraison|envío|delivery|доставк|배송|적립|運費|free over|minimum|deposit|pfand"
    r"|excl|ex\.?\s?(?:vat|tax)|without tax|netto?\b|ohne mwst|brez ddv|hors tax|sem iva|sin iva|без ндс",
    re.IGNORECASE,
)
_SAVING = re.compile(
    r"\bsave\b|\bsaving|\bspar|\bahorr|\béconom|\brabatt|\bdiscount|\bcoupon|\bvoucher|\bgutschein|\boff\b|\bbespa"
    r"|\bkorting|\brisparm|\bsconto|\bpoup|\bdescont|\bdescuento|\boszcz|\bušet|\bekonomi|экономи|скидк|выгод|節約|절약",
    re.IGNORECASE,
)
# A share that is saved is said of the price itself.
_SHARE_SAVED = re.compile(
    r"(?:\b(?:(?:you )?save|(?:du|sie)? ?spar\w*|économisez|ahorr\w+|risparmi\w*|je bespaart)\s*)?"
    r"[-\u2212\u2013]?\d+(?:[.,]\d+)?\s?%(?:\s?(?:off|rabatt|discount|korting|"
    r"(?:de |di )?(?:descuento|desconto|réduction|remise|sconto)))?",
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
    r"(?<!\w)(?:price|from|ab|à partir de|a partir de|desde|vanaf|od|från|fra"
    r"|now(?: only)?|only|today|preis|jetzt(?: nur)?|nur|prix|maintenant|precio|ahora|solo|preço|agora"
    r"|por|apenas|prezzo|ora|cena|teraz|tylko|prijs|nu|pris|hinta|nyt|цена|сейчас|ціна|fiyat|şimdi|価格|特価|판매가|할인가"
    r"|현재가|价格|现价|售价|促销价|販売価格|ราคา)[\s:]*$",
    re.IGNORECASE,
)
_SALE_LABEL = re.compile(
    r"\bsale|\bspecial|\bpromo|\boffer|\bdeal|\baktion|\bangebot|\boferta|\bakc|акци|促[销銷]|特[价價価]|セール|할인|특가"
    r"|\bkampan|\btarjous",
    re.IGNORECASE,
)


def tells_other_amount(words: str) -> bool:
    """Whether an amount with these words around it is something else than the price, a saving included."""
    return is_conditional(words) or _SAVING.search(_SHARE_SAVED.sub("", words)) is not None


def is_conditional(words: str) -> bool:
    """Whether it is for a part, a time, or not for everybody."""
    return _OTHER_AMOUNT.search(words) is not None


def label_score(label: str) -> int:
    """How far the words right before an amount call it the price: 0 to 3."""
    return 2 * (_PRICE_LABEL.search(label) is not None) + (_SALE_LABEL.search(label) is not None)


def without_tax_note(text: str) -> str:
    """A price tag without the remark that taxes are in it."""
    return _TAX_INCLUDED.sub("", text).rstrip()
