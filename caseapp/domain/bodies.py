"""Bodies of the state that petitions are commonly forwarded to, as first delivered; from then on they are rows.

Institutions alone, never a person; addresses and telephone numbers are for the administrator to fill in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BodySeed:
    code: str
    name_mn: str
    name_en: str


OTHER_BODY = "other_body"

BODIES: tuple[BodySeed, ...] = (
    BodySeed("local_government", "Орон нутгийн Засаг даргын Тамгын газар", "Office of the local governor"),
    BodySeed("capital_governor", "Нийслэлийн Засаг даргын Тамгын газар", "Office of the capital city's governor"),
    BodySeed("district_governor", "Дүүргийн Засаг даргын Тамгын газар", "Office of the district's governor"),
    BodySeed("land_authority", "Газрын харилцааны асуудал хариуцсан байгууллага", "Land authority"),
    BodySeed("police", "Цагдаагийн байгууллага", "Police"),
    BodySeed("social_insurance", "Нийгмийн даатгалын байгууллага", "Social insurance"),
    BodySeed("tax_authority", "Татварын байгууллага", "Tax authority"),
    BodySeed("customs", "Гаалийн байгууллага", "Customs"),
    BodySeed("court", "Шүүх", "Court"),
    BodySeed("court_administration", "Шүүхийн ерөнхий зөвлөл", "Judicial General Council"),
    BodySeed("court_enforcement", "Шүүхийн шийдвэр гүйцэтгэх байгууллага", "Enforcement of court decisions"),
    BodySeed("prosecutor", "Прокурорын байгууллага", "Prosecutor's office"),
    BodySeed("immigration", "Гадаадын иргэн, харьяатын асуудал хариуцсан байгууллага", "Immigration agency"),
    BodySeed("human_rights", "Хүний эрхийн үндэсний комисс", "National Human Rights Commission"),
    BodySeed("archives", "Архивын ерөнхий газар", "General Archival Authority"),
    BodySeed("ministry_justice", "Хууль зүйн асуудал эрхэлсэн яам", "Ministry in charge of justice"),
    BodySeed("ministry_finance", "Санхүүгийн асуудал эрхэлсэн яам", "Ministry in charge of finance"),
    BodySeed("ministry_foreign", "Гадаад харилцааны асуудал эрхэлсэн яам", "Ministry in charge of foreign affairs"),
    BodySeed("ministry_health", "Эрүүл мэндийн асуудал эрхэлсэн яам", "Ministry in charge of health"),
    BodySeed("ministry_education", "Боловсролын асуудал эрхэлсэн яам", "Ministry in charge of education"),
    BodySeed("ministry_labour", "Хөдөлмөр, нийгмийн хамгааллын асуудал эрхэлсэн яам", "Ministry in charge of labour"),
    BodySeed("ministry_digital", "Цахим хөгжлийн асуудал эрхэлсэн яам", "Ministry in charge of digital development"),
    BodySeed("ministry_construction", "Барилга, хот байгуулалтын асуудал эрхэлсэн яам", "Ministry of construction"),
    BodySeed(OTHER_BODY, "Бусад байгууллага", "Another body"),
)
