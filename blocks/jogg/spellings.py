"""Other ways to write what the contract has one word for: codes and own names of languages, shapes of the picture."""

from difflib import get_close_matches

# ISO 639-1 and -3 codes with the name of the language in itself (CLDR 48), under the contract's name.
_LANGUAGES: dict[str, tuple[str, ...]] = {
    "english": ("en", "eng", "anglais", "englisch", "inglés", "inglese"),
    "filipino": ("fil", "pilipino"),
    "french": ("fr", "fra", "fre", "français", "francais", "französisch", "francés"),
    "german": ("de", "deu", "ger", "deutsch", "allemand", "alemán", "tedesco"),
    "hindi": ("hi", "hin", "हिन्दी", "हिंदी"),
    "indonesian": ("id", "ind", "bahasa indonesia", "in"),
    "italian": ("it", "ita", "italiano", "italienisch", "italien"),
    "japanese": ("ja", "jpn", "jp", "日本語", "japanisch", "japonais"),
    "korean": ("ko", "kor", "kr", "한국어", "koreanisch"),
    "malay": ("ms", "msa", "may", "bahasa melayu", "melayu"),
    "portuguese": ("pt", "por", "português", "portugues", "portugiesisch", "brazilian", "brazilian portuguese"),
    "russian": ("ru", "rus", "русский", "russisch", "russe"),
    "spanish": ("es", "spa", "español", "espanol", "spanisch", "castellano", "espagnol"),
    "thai": ("th", "tha", "ไทย", "ภาษาไทย"),
    "vietnamese": ("vi", "vie", "vn", "tiếng việt"),
    "arabic": ("ar", "ara", "العربية", "arabisch", "arabe"),
    "greek": ("el", "ell", "gre", "gr", "ελληνικά", "griechisch"),
    "turkish": ("tr", "tur", "türkçe", "turkce", "türkisch", "turc"),
    "slovenian": ("sl", "slv", "slovenščina", "slovene"),
    "croatian": ("hr", "hrv", "hrvatski"),
    "romanian": ("ro", "ron", "rum", "română", "romana"),
    "chinese": ("zh", "zho", "chi", "cn", "中文", "简体中文", "mandarin", "zh-hans", "zh-cn", "chinesisch", "chinois"),
    "traditional-chinese": ("zh-hant", "zh-tw", "zh-hk", "繁體中文", "繁体中文", "traditional chinese", "tw"),
    "bengali": ("bn", "ben", "বাংলা"),
    "urdu": ("ur", "urd", "اردو"),
    "hungarian": ("hu", "hun", "magyar", "ungarisch"),
    "polish": ("pl", "pol", "polski", "polnisch", "polonais"),
    "cantonese": ("yue", "廣東話", "粵語"),
    "danish": ("da", "dan", "dk", "dansk", "dänisch"),
    "malayalam": ("ml", "mal", "മലയാളം"),
    "tamil": ("ta", "tam", "தமிழ்"),
    "telugu": ("te", "tel", "తెలుగు"),
    "czech": ("cs", "ces", "cze", "cz", "čeština", "cestina", "tschechisch"),
    "hebrew": ("he", "heb", "iw", "עברית"),
    "zulu": ("zu", "zul", "isizulu"),
    "swedish": ("sv", "swe", "svenska", "schwedisch"),
    "lithuanian": ("lt", "lit", "lietuvių"),
    "dutch": ("nl", "nld", "dut", "nederlands", "niederländisch", "holländisch", "néerlandais"),
    "flemish": ("nl-be", "vlaams"),
    "norwegian": ("no", "nor", "nb", "nob", "nn", "norsk", "norwegisch", "bokmål"),
    "finnish": ("fi", "fin", "suomi", "finnisch"),
    "bulgarian": ("bg", "bul", "български"),
    "latvian": ("lv", "lav", "latviešu"),
    "ukrainian": ("uk", "ukr", "ua", "українська"),
    "mongolian": ("mn", "mon", "монгол"),
    "persian": ("fa", "fas", "per", "farsi", "فارسی"),
    "odia": ("or", "ori", "oriya", "ଓଡ଼ିଆ"),
    "assamese": ("as", "asm", "অসমীয়া"),
    "kannada": ("kn", "kan", "ಕನ್ನಡ"),
    "tagalog": ("tl", "tgl"),
    "amharic": ("am", "amh", "አማርኛ"),
    "serbian": ("sr", "srp", "rs", "српски", "srpski"),
    "slovak": ("sk", "slk", "slo", "slovenčina"),
    "swahili": ("sw", "swa", "kiswahili"),
}
_LANGUAGE_OF = {spelling: language for language, spellings in _LANGUAGES.items() for spelling in spellings}

# Generation 2 writes `aspect_ratio` in words; people and other services write its sides.
_SHAPES = {
    **dict.fromkeys(
        ("9:16", "9x16", "9/16", "vertical", "hochformat", "hochkant", "1080x1920", "story", "reel"), "portrait"
    ),
    **dict.fromkeys(("16:9", "16x9", "16/9", "horizontal", "querformat", "widescreen", "1920x1080"), "landscape"),
    **dict.fromkeys(("1:1", "1x1", "1/1", "quadrat", "quadratisch", "carré", "1080x1080"), "square"),
}
_NEAR = 0.7
"""From here on a word is a slip of another: "germna" is 0.83 of "german"."""


def spelled_language(value: str) -> str:
    """The contract's name for a code or an own name of a language ("DE", "de-AT", "Deutsch"), else `value`."""
    folded = value.strip().casefold().replace("_", "-")
    primary = folded.partition("-")[0]
    return _LANGUAGE_OF.get(folded) or (_LANGUAGE_OF.get(primary) if 2 <= len(primary) <= 3 else None) or value


def spelled_shape(value: str) -> str:
    """The contract's word for the shape of a picture ("9:16", "Vertical"), else `value` in lower case."""
    folded = "".join(value.split()).casefold().replace("\u00d7", "x")
    return _SHAPES.get(folded, folded)


def nearest(value: str, names: tuple[str, ...]) -> str:
    """The name that `value` is a slip of, empty where it is near none."""
    folded = {name.casefold(): name for name in names}
    found = get_close_matches(value.strip().casefold(), folded, n=1, cutoff=_NEAR)
    return folded[found[0]] if found else ""
