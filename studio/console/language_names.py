"""The contract's languages in their own words (CLDR 48), as people look for theirs."""

OWN_NAMES: dict[str, str] = {
    "amharic": "አማርኛ", "arabic": "العربية", "assamese": "অসমীয়া", "bengali": "বাংলা", "bulgarian": "български",
    "cantonese": "粵語", "chinese": "中文", "croatian": "hrvatski", "czech": "čeština", "danish": "dansk",
    "dutch": "Nederlands", "english": "English", "filipino": "Filipino", "finnish": "suomi", "flemish": "Vlaams",
    "french": "français", "german": "Deutsch", "greek": "Ελληνικά", "hebrew": "עברית", "hindi": "हिन्दी",
    "hungarian": "magyar", "indonesian": "Bahasa Indonesia", "italian": "italiano", "japanese": "日本語",
    "kannada": "ಕನ್ನಡ", "korean": "한국어", "latvian": "latviešu", "lithuanian": "lietuvių", "malay": "Bahasa Melayu",
    "malayalam": "മലയാളം", "mongolian": "монгол", "norwegian": "norsk", "odia": "ଓଡ଼ିଆ", "persian": "فارسی",
    "polish": "polski", "portuguese": "português", "romanian": "română", "russian": "русский", "serbian": "српски",
    "slovak": "slovenčina", "slovenian": "slovenščina", "spanish": "español", "swahili": "Kiswahili",
    "swedish": "svenska", "tagalog": "Tagalog", "tamil": "தமிழ்", "telugu": "తెలుగు", "thai": "ไทย",
    "traditional-chinese": "繁體中文", "turkish": "Türkçe", "ukrainian": "українська", "urdu": "اردو",
    "vietnamese": "Tiếng Việt", "zulu": "isiZulu",
}  # fmt: skip
"""By the contract's name."""
