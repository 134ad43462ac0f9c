"""The words that the contract allows: languages, script styles, visual styles.

Sources: the generation 1 guide "Create Video from URL" (2024-11), the vendor's OpenAPI files of generations 1
and 2, and the catalogue `GET /v1/visual_styles` as recorded in February 2025.
"""

OPEN_LANGUAGES: tuple[str, ...] = (
    *("english", "filipino", "french", "german", "hindi", "indonesian", "italian", "japanese", "korean"),
    *("malay", "portuguese", "russian", "spanish", "thai", "vietnamese", "arabic", "greek", "turkish"),
    *("slovenian", "croatian", "romanian", "chinese", "bengali", "urdu", "hungarian", "traditional-chinese"),
    "polish",
)
"""The 27 values of `lang` in generation 1."""

V2_LANGUAGES: tuple[str, ...] = (
    *OPEN_LANGUAGES,
    *("cantonese", "danish", "malayalam", "tamil", "telugu", "czech", "hebrew", "zulu", "swedish"),
    *("lithuanian", "dutch", "flemish", "norwegian", "finnish", "bulgarian", "latvian", "ukrainian", "mongolian"),
    *("persian", "odia", "assamese", "kannada", "tagalog", "amharic", "serbian", "slovak", "swahili"),
)
"""The 54 values of `script.language` in generation 2: those of generation 1 and 27 more."""

SCRIPT_STYLES: tuple[str, ...] = (
    "Don't Worry",
    "Storytime",
    "Discovery",
    "Data",
    "Top 3 reasons",
    "Light marketing",
)
"""`script.style` of generation 2. Generation 1 writes the same styles with `STAGE_SUFFIX` ("Discovery_stage")."""

STAGE_SUFFIX = "_stage"
"""Seen on both generation 1 style names that were ever published, `Discovery_stage` and `Data_stage`."""

TEMPLATE_NAMES: tuple[str, ...] = (
    # Named by the guides and by clients of the service.
    "Card Stacking",
    "Dynamic Showcase",
    "Elegant Presentation",
    "Simple split screen template",
    # The recorded catalogue.
    "FullScreen",
    "Full Screen",
    "Full Screen(New)",
    "Floating Avatar",
    "Floating Avatar Voiceover",
    "Floationg Avatar",  # spelt like this by the service
    "Inclined Floating Avatar",
    "Avatar Bubble",
    "Simple Product Switch",
    "Simple Product Switch1",
    "Simple Product Switch2",
    "Right&Left Avatar",
    "Up&Down Avatar",
    "Rotary Switch",
    "Video Mixing",
    "Video Mixing Featuring Avatars",
    "Video Mixing with Standard Dimensions",
    "Avatar in Video Mixing",
    "Avatars in All Scenes",
    "Dual-Screen Avatar View",
    "Centered Avatar Display",
    "No Gaussian blur",
    "Showcasing Products",
    "UGC Content",
)
"""Visual styles: `template_name` in generation 1, `visual_style` in generation 2."""

HOOKS = (1, 2, 3)
"""Openings of one product that studio makes; the contract has no word for them."""
