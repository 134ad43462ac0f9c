# ruff: noqa: RUF001 - letters of many scripts are meant
"""What a line of page text is about: the product, or something that no viewer should be told of it.

Shops put their terms, the records of their trade and words for search engines into the same lists and descriptions as
what they say about the product. Told in a video they would be claims about the product, and often untrue ones.
"""

import re
from functools import lru_cache

# Numbers and dates of the trade. A label stands before a colon; "Model: XT 5" is one, "Model railway" is none.
_RECORD_LABEL = re.compile(
    r"^\W*(?:(?:item|product|model|part|style|article|manufacturer(?:'s)?|catalog(?:ue)?|oem) ?"
    r"(?:model )?(?:number|no\.?|code|id|reference|ref|#)"
    r"|asin|upc|ean|gtin\S*|isbn\S*|sku|mpn|barcode|date first (?:listed|available).*|first available|release date"
    r"|is discontinued.*|discontinued.*|best ?sellers? rank|customer reviews?|manufacturer|brand|publisher|seller"
    r"|sold by"
    r"|department|unspsc code|customs.*|hs code|artikel-?(?:nr|nummer)\.?|bestell-?(?:nr|nummer)\.?|art\.? ?-?nr\.?"
    r"|modell-?(?:nr|nummer|bezeichnung)?\.?|hersteller(?:nummer)?|marke|im angebot (?:von|bei).*|gefahrgut\w*"
    r"|kontrollstelle"
    r"|r[ée]f(?:[ée]rences?)?\b.*|code.?(?:barre|article).*|marque|fabricant|date de mise en ligne.*|vendeur"
    r"|referencia|modelo|fabricante|marca|código.*|vendedor|fecha.*|produttore|codice.*|numero modello.*"
    r"|merk|fabrikant|artikelnummer|modelnummer|producent|marka|kod.*|numer.*|artikl\w*|varenummer|tillverkare"
    r"|артикул|код.*|бренд|производитель|модель|marka|model|ürün kodu|üretici|品牌|型号|型號|货号|商品编号|商品番号"
    r"|型番"
    r"|availability|verfügbarkeit|disponibilit\S*|beschikbaarheid|dostępność|наличие|razpoložljivost|rok dobave"
    r"|šifra|sifra"
    r"|dostupnost|saatavuus|ražotāj\w*.*|garantijas.*|メーカー|ブランド|발매일|브랜드|제조사|모델명|상품번호)\s*[:：#]",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:date first available|discontinued by (?:the )?manufacturer|item model number|best ?sellers? rank|asin\b)"
    r"|\bgefahrgutklasse|\bkontrollstelle\b",
    re.IGNORECASE,
)
# Returns, delivery, payment, guarantees, accounts, privacy: the shop's own matters. Verbs that mean other things, too
# ("delivers 24 hours of music", "entrega un sonido potente"), are left out.
_SHOP_MATTER = re.compile(
    r"\b(?:(?:free|easy|day|days|hassle|our|simple|extended|no) returns?|returns? (?:policy|within|label|window"
    r"|shipping|to us)"
    r"|(?:start|make|request) (?:the|a|your) return|\d+[- ]days? (?:free )?(?:returns?|money|trial)|returnable"
    r"|refund\w*"
    r"|money[- ]back|exchanges? (?:policy|within)|shipping|ships (?:in|within|from|to|today|free|the same)"
    r"|ship (?:to|method)"
    r"|delivery|deliveries|delivered (?:to|within|in|by)|we deliver|dispatch\w*|click (?:and|&) collect"
    r"|in-?store pick-?up"
    r"|pick ?up in|curbside|pay (?:later|in \d|over|with|now|monthly)|payments?|klarna|afterpay|paypal|affirm"
    r"|clearpay|apple pay"
    r"|google pay|visa|mastercard|financing|instal?lments?|interest[- ]free|apr|warranty|warranties"
    r"|guarantee(?! (?:a|the|that))"
    r"|protection plan|deductibles?|covered from day|accidental damage|service plan|insurance|new (?:items|arrivals"
    r"|products)"
    r"|follow us|sign up|log ?in|sign ?in|subscri(?:be|ption)s?|newsletter|gift (?:card|wrap|receipt)s?|loyalty"
    r"|reward points?"
    r"|earn points|(?:customers?|buyers?|people|shoppers) (?:bought|recommend|love|say|viewed)|customer (?:service"
    r"|support|care|reviews?)|price match|eligible|not be available in all"
    r"|in stock|out of stock|sold out|track your order|your orders?|wish ?list|shopping (?:cart|bag)|checkout"
    r"|cookies?|privacy|geolocation|personal data|consent|ad performance|on a device|secure (?:payment|checkout"
    r"|transaction)"
    r"|free gifts?|(?:assembly|installation|haul-?away) service|recycling of your old|gift with purchase|sale up to"
    r"|up to \d+ ?% off|restocking|handling fee|fees? (?:apply|of)|environmental fee|recycling fee|eco fee"
    r"|terms (?:and|&) conditions|size (?:guide|chart)|ask a question|write a review|shop (?:by|all|now)|app store)\b"
    r"|\b(?:rückgabe\w*|rücksend\w*|umtausch\w*|widerruf\w*|retoure\w*|versand\w*|lieferung|lieferzeit\w*|lieferkosten"
    r"|lieferbar|zustellung|abholung|\w*zahlung\w*|zahlpause|zahlbar|auf rechnung|ratenkauf|garantie|herstellergarantie"
    r"|gewährleistung"
    r"|garantieverlängerung|gutschein\w*|kundenservice|kundendienst|zzgl|mwst|endpreis|stückpreis|zwischensumme"
    r"|größentabelle|fachhändler|datenschutz|merkzettel|warenkorb|altgeräte\w*|entsorgung\w*|pfand)\b"
    r"|\b(?:retours? (?:gratuit|sous|et|facile|offert)|remboursement\w*|livraison\w*|livré (?:en|sous|chez)"
    r"|expédi(?:é|tion)\w*"
    r"|paiement\w*|garantie|service client|carte cadeau|satisfait ou|guide des tailles|droit de rétractation)\b"
    r"|\b(?:devoluci\w+|reembolso\w*|envíos?|entregas? (?:en|gratis|rápida|a domicilio)|plazo de entrega|pagos?|cuotas"
    r"|garantía|atención al cliente|guía de tallas|cambios y devol\w+)\b"
    r"|\b(?:devoluç\w+|trocas? e|envio|frete|prazo de entrega|entregas? (?:em|grátis|rápida)|pagamento\w*|parcelas?"
    r"|garantia"
    r"|apoio ao cliente)\b"
    r"|\b(?:resi (?:gratuiti|facili|entro)|reso (?:gratuito|facile|entro)|rimborso|spedizion\w+|consegna|pagament\w+"
    r"|garanzia"
    r"|assistenza clienti|servizio clienti)\b"
    r"|\b(?:retourneren|retour(?:beleid|zending|termijn)?|verzend\w+|bezorg\w+|levering|levertijd|betal(?:en|ing)\w*"
    r"|klantenservice|zwrot\w*|reklamac\w+|wysyłk\w+|dostaw\w+|płatnoś\w+|gwarancj\w+|raty|retur\w*|frakt\w*"
    r"|leverans\w*"
    r"|levering\w*|betaling\w*|betalning\w*|garanti|dostav\w+|vračil\w+|garancij\w+|doprav\w+|záruk\w+|iade|kargo"
    r"|teslimat"
    r"|ödeme|taksit)\b"
    r"|\b(?:возврат\w*|покупк\w+|покупател\w+|рекомендуют|доставк\w+|оплат\w+|гаранти[яию]|рассрочк\w+|повернення"
    r"|гарантія)\b"
    r"|返品|返金|交換|送料|配送|発送|お届け|支払|保証|ポイント|반품|환불|배송|결제|보증|적립|退货|退貨|退换|退款"
    r"|包邮|运费|運費"
    r"|发货|發貨|付款|分期|保修|保固|宅配|إرجاع|استرداد|شحن|توصيل|الدفع|ضمان|החזר|משלוח|תשלומים|אחריות|वापसी|रिटर्न"
    r"|डिलीवरी"
    r"|भुगतान|वारंटी|คืนสินค้า|คืนเงิน|จัดส่ง|ชำระ|รับประกัน",
    re.IGNORECASE,
)
# What the law or care asks a maker to say: true, and nothing that a product is praised for.
_WARNING = re.compile(
    r"\b(?:statements? regarding|not (?:been )?evaluated|not intended to (?:diagnose|treat)|disclaimer"
    r"|actual (?:product|packaging)"
    r"|while we work to ensure|(?:images?|pictures?|photos?) (?:is |are )?for (?:illustration|reference)"
    r"|colou?rs? may (?:vary|differ)"
    r"|results may vary|may vary (?:slightly|from)|wipe (?:clean )?with|not (?:advised|recommended)|do not (?:use"
    r"|wash|bleach|iron|exceed"
    r"|tumble)|warnings?|caution"
    r"|choking hazard|keep (?:out of|away from)|assembly required|consult (?:a|your) (?:doctor|physician)"
    r"|find answers|q&as?"
    r"|please (?:read|note|check|refer|contact|allow|see)|batteries not included|right place|look no further"
    r"|nicht (?:geeignet|empfohlen)|warnung|achtung|warnhinweis\w*|montage erforderlich|abbildung (?:ähnlich|kann)"
    r"|bitte beachten"
    r"|ne convient pas|avertissement|attention|déconseillé|photo non contractuelle|no apto|advertencia|no se recomienda"
    r"|atención|non adatto|attenzione|avvertenz\w+|não recomendad\w|atenção|aviso|niet geschikt|waarschuwing|let op"
    r"|nie nadaje się|ostrzeżenie|uwaga|внимание|предупреждение|не рекомендуется|uyarı|dikkat)\b|注意|警告|経告"
    r"|ご注意|주의|경고",
    re.IGNORECASE,
)
# Written for search engines: an invitation to buy, prices that are best, the selection of a shop.
_MARKET = re.compile(
    r"\b(?:best (?:deals?|(?:online )?prices?|offers?)|great deals?|low(?:est)? prices?|great selection"
    r"|wide (?:range|selection) of"
    r"|free shipping|read (?:customer )?reviews|compare prices|new & used|shop with confidence|available (?:at|from"
    r"|online)"
    r"|great prices?|everyday low)\b"
    r"|^(?:shop|buy|order|browse|get|purchase|discover|explore|find) (?:for )?.{0,200}\b(?:online|today|now|in our"
    r"|(?:at|from) (?-i:[A-Z]))"
    r"|\b(?:amazon|ebay|etsy|walmart|aliexpress|mercado ?libre|otto|zalando|allegro|rakuten|taobao|tmall|bol)(?:\.\w+)+"
    r"|\bat (?:ebay|amazon|etsy|walmart|target|best buy)\b|\bon (?:ebay|amazon|etsy)\b|\bbei (?:otto|amazon|ebay"
    r"|zalando)\b"
    r"|\b(?:jetzt|online|günstig|bequem|hier|direkt)\b.{0,60}\b(?:kaufen|bestellen|shoppen|sichern)\b|\bgroße auswahl"
    r"|\b(?:im|in unserem) (?:online-?)?shop\b|\bbestellen sie\b|\btop-?preise?\b|\bgünstige?n? preis"
    r"|\b(?:achetez|commandez|découvrez|profitez)\b.{0,120}\b(?:sur|chez|en ligne|prix|boutique)\b|\bmeilleurs? prix"
    r"|\b(?:compra|compre|comprar|descubre|encuentra|aproveche)\b.{0,120}\b(?:en línea|online|en|na|no"
    r"|al mejor precio|tienda|loja)\b"
    r"|\b(?:mejor(?:es)?|melhor(?:es)?|miglior[ei]?) (?:precios?|preços?|prezz[oi])|\bacquista\b.{0,120}\b(?:su"
    r"|online|da)\b"
    r"|\b(?:koop|bestel)\b.{0,120}\b(?:bij|online|op)\b|\b(?:kup|zamów|sprawdź)\b.{0,120}\b(?:online|sklep|w)\b"
    r"|купи(?:ть|те)|интернет-магазин|по отзывам|выгодн|лучш\w+ цен|spletna trgovina|ugodna cena|prodaja"
    r"|satın al|en uygun fiyat|最安値|通販|激安|쇼핑몰|최저가|网上购买|正品|購物|商店街|ซื้อออนไลน์"
    r"|mua .{0,80}(?:giá|tại)",
    re.IGNORECASE,
)
# Headings of lists and tabs, which say nothing alone.
_HEADINGS = frozenset(
    {
        *("features", "key features", "details", "product details", "in depth", "description", "product description"),
        *("specifications", "specs", "technical details", "overview", "about", "about this item", "highlights"),
        *("product information", "information", "more information", "additional information", "what's included"),
        *(
            "in the box",
            "benefits",
            "materials",
            "material",
            "care",
            "size and fit",
            "size & fit",
            "dimensions",
            "summary",
        ),
        *("merkmale", "eigenschaften", "produktdetails", "details im überblick", "beschreibung", "produktbeschreibung"),
        *("produktinformationen", "technische daten", "highlights", "vorteile", "auf einen blick", "lieferumfang"),
        *("caractéristiques", "description", "détails", "fiche technique", "points forts", "informations"),
        *("características", "descripción", "detalles", "especificaciones", "ficha técnica", "información"),
        *("descrição", "detalhes", "especificações", "informações", "caratteristiche", "descrizione", "dettagli"),
        *(
            "kenmerken",
            "beschrijving",
            "specificaties",
            "productinformatie",
            "cechy",
            "opis",
            "szczegóły",
            "specyfikacja",
        ),
        *(
            "характеристики",
            "описание",
            "особенности",
            "özellikler",
            "açıklama",
            "特徴",
            "商品説明",
            "詳細",
            "仕様",
            "特長",
        ),
        *(
            "특징",
            "상세정보",
            "제품설명",
            "特点",
            "产品特点",
            "商品描述",
            "规格",
            "详情",
            "特色",
            "商品特色",
            "规格参数",
            "規格",
        ),
    }
)
_WORD = re.compile(r"\w+")
_HEADING_WORDS = frozenset(word for heading in _HEADINGS for word in _WORD.findall(heading)) | frozenset(
    {"and", "und", "et", "y", "e", "en", "the", "of", "more", "technical", "techniques", "técnicas", "tecniche", "care"}
    | {
        "instructions",
        "reviews",
        "brand",
        "questions",
        "answers",
        "shipping",
        "returns",
        "s",
        "whats",
        "included",
        "why",
    }
)
_LABEL_END = re.compile(r"[:：]\W*$")
# Where a shop broke a text off, with the link to the rest of it that may follow.
_ELLIPSIS = re.compile(
    r"(?:\.{3,}|…|\[\.\.\.\])\s*(?:(?:read|see|show) more|ver m[aá]i?s|leer más|mehr(?: lesen| anzeigen)?|weiterlesen"
    r"|lire la suite|voir plus|leggi (?:di più|tutto)|lees meer|czytaj więcej|подробнее|もっと見る|더보기|展开"
    r"|查看更多)?",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?。！？\n]")


@lru_cache(maxsize=1024)
def is_about_product(line: str) -> bool:
    """Whether a line may say something about the product: no record, no matter of the shop's, no heading alone."""
    bare = line.strip()
    folded = bare.strip(" \u2022-\u2013*\u00b7.:：").casefold()
    if not folded or _is_heading(folded) or _LABEL_END.search(bare):
        return False
    return not any(pattern.search(bare) for pattern in (_RECORD_LABEL, _RECORD, _SHOP_MATTER, _WARNING, _MARKET))


def _is_heading(folded: str) -> bool:
    """A heading, or no more than the words of headings: "Material & Care", "Technical specifications"."""
    return folded in _HEADINGS or set(_WORD.findall(folded)) <= _HEADING_WORDS


def is_market_text(text: str) -> bool:
    """Whether a text was written to be found, not to describe: it invites to buy, or praises prices and selection."""
    return _MARKET.search(text) is not None


def without_cut_ends(text: str) -> str:
    """`text` without each sentence that breaks off in an ellipsis."""
    kept: list[str] = []
    position = 0
    for mark in _ELLIPSIS.finditer(text):
        if mark.start() < position:
            continue
        kept.append(text[position : _sentence_start(text, position, mark.start())])
        following = text[mark.end() :].lstrip()[:1]
        end = _END.search(text, mark.end()) if following.islower() else None  # the sentence goes on behind it
        position = end.end() if end else len(text) if following.islower() else mark.end()
    return "".join([*kept, text[position:]]).strip() if position else text


def _sentence_start(text: str, first: int, end: int) -> int:
    ends = [match.end() for match in _END.finditer(text, first, end) if text[match.end() : match.end() + 1] in " \n"]
    return ends[-1] if ends else first


def is_cut(text: str) -> bool:
    """Whether a text breaks off in an ellipsis."""
    return text.rstrip(" ]").endswith(("...", "\u2026"))
