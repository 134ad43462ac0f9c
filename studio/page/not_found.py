"""A shop's page for an address that holds nothing, whatever status it is sent with."""

import re

from studio.page.document import Document

_PAGE = r"(?:page|product|item|article|listing|content|url|link)"
_SOUGHT = (
    r"(?: (?:that )?you(?:[\u2019']re| are| were)? (?:looking for|requested|wanted|tried to (?:open|reach|visit)))?"
)
# In a heading they can hardly be the name of a product.
_SENTENCE = re.compile(
    rf"{_PAGE}{_SOUGHT} (?:(?:was|is|has been|could|can|does|doesn[\u2019']t|do|no longer|cannot|can[\u2019']t) ?)*"
    r"(?:not |n[o\u2019']t |be |been )*(?:found|exist|available|removed|missing|unavailable)"
    rf"|(?:can ?not|can[\u2019']t|couldn[\u2019']t|could not|unable to) (?:be )?(?:find|found|locate)"
    r"|(?:seite|artikel|produkt|inhalt) (?:wurde |konnte |ist |existiert )?(?:leider )?nicht\b"
    r"|(?:page|produit|article) (?:est )?(?:introuvable|inexistante?|non trouvée?|n[\u2019']existe)"
    r"|page que vous (?:re)?cherchez"
    r"|(?:página|producto|artículo) (?:no\b|que buscas)|no (?:se )?(?:encontramos|encontró|encontrad[oa])"
    r"|(?:página|produto) não\b|não (?:foi )?encontrad[oa]|não encontramos"
    r"|(?:pagina|prodotto|articolo) (?:non\b|inesistente)|(?:pagina|product|artikel) (?:is )?niet\b|pagina bestaat niet"
    r"|nie znaleziono|(?:strona|produkt|strony) nie (?:istnieje|został)|nie (?:istnieje|odnaleziono)"
    r"|(?:sidan|siden|sivua|produkten) (?:kunde |kunne |blev |ble |finns |findes |finnes |ei )?(?:inte|ikke|löytynyt)\b"
    r"|stránka (?:nenalezena|nebyla|neexistuje|sa nenašla)|(?:az )?oldal nem található|pagina nu (?:a fost|există)"
    r"|страниц\w+ не найден|товар не найден|сторінк\w+ не знайден|sayfa (?:bulunamad|yok)|η σελίδα δεν"
    r"|הדף לא נמצא|العثور على الصفحة|الصفحة غير موجودة|ページ(?:が|は)(?:見つかりません|存在しません)|お探しのページ"
    r"|페이지를 찾을 수 없|존재하지 않는|(?:页面|頁面)(?:不存在|未找到)|找不到|ไม่พบหน้า|không tìm thấy|tidak ditemukan",
    re.IGNORECASE,
)
# Alone, or with no more than a remark: longer ones may be names.
_WORD = re.compile(
    r"(?:error|fehler|erreur|http)?[\s:#-]*404(?:[\s:!.-]+(?:error|not found|page))?|(?:oops[\s!,.]*)?not found",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[|\u2013\u2014\u00b7:-]\s+|\s*[!.?]\s+")
# A heading says it in a sentence; longer text is about something.
_MAX_CHARACTERS = 120


def says_not_found(document: Document) -> bool:
    """Whether title or heading say that there is nothing at the address."""
    return any(map(_says_so, (document.head_title, *document.headings[:2])))


def _says_so(text: str) -> bool:
    if len(text) > _MAX_CHARACTERS:
        return False
    return _SENTENCE.search(text) is not None or any(map(_WORD.fullmatch, _PARTS.split(text)))
