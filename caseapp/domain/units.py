"""The authority's units as DOMAIN law and plan name them: head office, capital, 21 aimags, 9 districts."""

from dataclasses import dataclass
from enum import StrEnum


class UnitLevel(StrEnum):
    HEAD_OFFICE = "head_office"
    DEPARTMENT = "department"
    CAPITAL = "capital"
    AIMAG = "aimag"
    DISTRICT = "district"


@dataclass(frozen=True)
class UnitSeed:
    code: str
    name_mn: str
    name_en: str
    level: UnitLevel
    parent: str | None


_DEPARTMENTS = (
    ("ADM", "Тамгын газар", "Administration Department"),
    ("PPA", "Бодлого төлөвлөлт, дүн шинжилгээний газар", "Policy-planning and Analysis Department"),
    ("INS", "Хяналт шалгалтын газар", "Inspection Department"),
    ("ITD", "Мэдээллийн технологийн газар", "Information Technology Department"),
    ("CIV", "Иргэний улсын бүртгэлийн газар", "Civil Registration Department"),
    ("PRO", "Эд хөрөнгийн эрхийн улсын бүртгэлийн газар", "Property-Rights Registration Department"),
    ("LEG", "Хуулийн этгээдийн улсын бүртгэлийн газар", "Legal-Entity Registration Department"),
    ("CTD", "Хамтын ажиллагаа, сургалтын хэлтэс", "Cooperation and Training Division"),
    ("FIN", "Санхүү, аж ахуйн хэлтэс", "Finance and Logistics Division"),
)

_AIMAGS = (
    ("073", "Архангай", "Arkhangai"),
    ("071", "Баян-Өлгий", "Bayan-Ölgii"),
    ("069", "Баянхонгор", "Bayankhongor"),
    ("067", "Булган", "Bulgan"),
    ("065", "Говь-Алтай", "Govi-Altai"),
    ("064", "Говьсүмбэр", "Govisümber"),
    ("037", "Дархан-Уул", "Darkhan-Uul"),
    ("063", "Дорноговь", "Dornogovi"),
    ("061", "Дорнод", "Dornod"),
    ("059", "Дундговь", "Dundgovi"),
    ("057", "Завхан", "Zavkhan"),
    ("035", "Орхон", "Orkhon"),
    ("055", "Өвөрхангай", "Övörkhangai"),
    ("053", "Өмнөговь", "Ömnögovi"),
    ("051", "Сүхбаатар", "Sükhbaatar"),
    ("049", "Сэлэнгэ", "Selenge"),
    ("047", "Төв", "Töv"),
    ("046", "Увс", "Uvs"),
    ("043", "Ховд", "Khovd"),
    ("041", "Хөвсгөл", "Khövsgöl"),
    ("039", "Хэнтий", "Khentii"),
)

_DISTRICTS = (
    ("BGD", "Баянгол", "Bayangol"),
    ("BZD", "Баянзүрх", "Bayanzürkh"),
    ("SHD", "Сонгинохайрхан", "Songinokhairkhan"),
    ("SBD", "Сүхбаатар", "Sükhbaatar"),
    ("CHD", "Чингэлтэй", "Chingeltei"),
    ("HUD", "Хан-Уул", "Khan-Uul"),
    ("NAD", "Налайх", "Nalaikh"),
    ("BND", "Багануур", "Baganuur"),
    ("BHD", "Багахангай", "Bagakhangai"),
)

UNITS: tuple[UnitSeed, ...] = (
    UnitSeed(
        "HQ",
        "Улсын бүртгэлийн ерөнхий газар",
        "General Authority for State Registration",
        UnitLevel.HEAD_OFFICE,
        None,
    ),
    *(UnitSeed(code, mn, en, UnitLevel.DEPARTMENT, "HQ") for code, mn, en in _DEPARTMENTS),
    UnitSeed(
        "UBC",
        "Нийслэлийн улсын бүртгэлийн газар",
        "Capital-City State Registration Department",
        UnitLevel.CAPITAL,
        "HQ",
    ),
    *(
        UnitSeed(
            f"AIM-{code}",
            f"{mn} аймгийн улсын бүртгэлийн хэлтэс",
            f"{en} Aimag State Registration Division",
            UnitLevel.AIMAG,
            "HQ",
        )
        for code, mn, en in _AIMAGS
    ),
    *(
        UnitSeed(
            f"UB-{code}",
            f"{mn} дүүргийн улсын бүртгэлийн хэлтэс",
            f"{en} District State Registration Division",
            UnitLevel.DISTRICT,
            "UBC",
        )
        for code, mn, en in _DISTRICTS
    ),
)
