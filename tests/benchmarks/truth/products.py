"""Invented products in eight languages: what a video of studio may show, and what it may show falsely."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Market:
    """A language, the currencies that are written in it, and products that are named and described in it."""

    language: str
    code: str
    currencies: tuple[str, ...]
    products: tuple[tuple[str, str], ...]
    """Titles, each with what the page says of it, in sentences."""


MARKETS = (
    Market(
        "english",
        "en",
        ("USD", "GBP", "AUD"),
        (
            (
                "Tarn Steel Bottle 750 ml",
                "Keeps drinks cold for 24 hours. The lid closes with one hand. It fits any bag.",
            ),
            (
                "Harrow Oak Desk Lamp",
                "Warm light without glare. The arm turns in every direction. Made from solid oak.",
            ),
            (
                "Fennick Wool Blanket",
                "Soft on the skin and warm in winter. Woven in one piece. It can be washed at home.",
            ),
        ),
    ),
    Market(
        "german",
        "de",
        ("EUR", "CHF"),
        (
            (
                "Lindau Wasserkocher Edelstahl",
                "Kocht einen Liter in drei Minuten. Der Griff bleibt kühl. Er schaltet sich selbst ab.",
            ),
            (
                "Birken Schneidebrett Eiche",
                "Liegt fest auf dem Tisch. Das Holz schont die Klinge. Gefertigt aus einem Stück.",
            ),
            (
                "Nordlicht Wanderrucksack 30 Liter",
                "Der Rücken bleibt trocken. Alle Taschen sind leicht zu erreichen. Hält jedem Regen stand.",
            ),
        ),
    ),
    Market(
        "french",
        "fr",
        ("EUR", "CHF", "CAD"),
        (
            (
                "Cafetière Ardoise Six Tasses",
                "Le café reste chaud pendant deux heures. La poignée ne brûle pas. Elle se lave en machine.",
            ),
            (
                "Coussin Garrigue en Lin",
                "Le lin est doux et solide. La housse se retire facilement. Il garde sa forme longtemps.",
            ),
            (
                "Montre Sablon Automatique",
                "Elle avance sans pile. Le verre résiste aux rayures. Le bracelet se change sans outil.",
            ),
        ),
    ),
    Market(
        "spanish",
        "es",
        ("EUR", "MXN"),
        (
            (
                "Mochila Sierra Impermeable",
                "Protege todo de la lluvia. Las correas son anchas y suaves. Cabe un portátil grande.",
            ),
            (
                "Sartén Encina de Hierro",
                "Reparte el calor de forma uniforme. Sirve para todas las cocinas. Dura toda la vida.",
            ),
            (
                "Lámpara Alborada de Mesa",
                "Da una luz cálida y suave. Se enciende con un toque. La batería dura todo el día.",
            ),
        ),
    ),
    Market(
        "italian",
        "it",
        ("EUR", "CHF"),
        (
            (
                "Tazza Colline in Ceramica",
                "Mantiene il caffè caldo più a lungo. È fatta a mano in Toscana. Va anche in lavastoviglie.",
            ),
            (
                "Borsa Marina in Pelle",
                "La pelle diventa più bella con il tempo. Ha tre tasche interne. Si porta anche a tracolla.",
            ),
            ("Sedia Pineta Pieghevole", "Si apre in un attimo. Il legno resiste alla pioggia. Pesa meno di tre chili."),
        ),
    ),
    Market(
        "polish",
        "pl",
        ("PLN",),
        (
            (
                "Kubek Termiczny Świerk",
                "Trzyma ciepło przez dwanaście godzin. Zamyka się jedną ręką. Nie przecieka w torbie.",
            ),
            ("Koc Wełniany Jodła", "Jest miękki i bardzo ciepły. Został utkany z czystej wełny. Można go prać w domu."),
            (
                "Lampa Biurkowa Bursztyn",
                "Daje ciepłe światło bez odblasków. Ramię obraca się w każdą stronę. Zużywa mało prądu.",
            ),
        ),
    ),
    Market(
        "dutch",
        "nl",
        ("EUR",),
        (
            (
                "Waterfles Duin Roestvrij Staal",
                "Houdt water een hele dag koud. De dop sluit met één hand. Past in elke fietstas.",
            ),
            (
                "Bureaulamp Polder Eiken",
                "Geeft warm licht zonder schittering. De arm draait alle kanten op. Gemaakt van massief eiken.",
            ),
            (
                "Rugzak Veluwe Waterdicht",
                "Alles blijft droog in de regen. De banden zijn breed en zacht. Er past een grote laptop in.",
            ),
        ),
    ),
    Market(
        "chinese",
        "zh",
        ("CNY",),
        (
            ("青岚不锈钢保温杯", "全天保持热度。杯盖单手即可打开。放进任何包里都不漏水。"),
            ("松月实木台灯", "光线温暖不刺眼。灯臂可以自由转动。采用整块橡木制成。"),
            ("云栖羊毛毯子", "触感柔软而且保暖。整块织成不易变形。在家里就能清洗。"),
        ),
    ),
)

PICTURES = (
    *("aurora-bottle", "brume-bougie", "fathom-headphones", "lucciola-lampada", "moos-teekanne", "olmo-macetero"),
    *("polana-krzeslo", "shanyu-watch"),
)
"""Pictures of studio's sample shop, two of each; some have words on them."""

OTHER_WORDS = {
    "english": "Copper",
    "german": "Kupfer",
    "french": "Cuivre",
    "spanish": "Cobre",
    "italian": "Rame",
    "polish": "Miedziany",
    "dutch": "Koperen",
    "chinese": "红铜",
}
"""One that none of the titles has."""
