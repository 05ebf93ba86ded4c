"""What the demonstration's people say where the collected texts have nothing that would fit."""

from caseapp.domain.vocab import Cause, Service, Theme

FORWARDED = (
    "Таны өргөдөлд дурдсан асуудлыг шийдвэрлэх нь манай байгууллагын эрх хэмжээнд хамаарахгүй тул харьяаллын дагуу "
    "шилжүүллээ. Хариуг тухайн байгууллагаас авна уу."
)
NEAREST_BODY = {
    Service.CIVIL: "local_government",
    Service.PROPERTY: "land_authority",
    Service.LEGAL_ENTITY: "tax_authority",
    Service.ARCHIVE: "social_insurance",
    Service.OTHER: "other_body",
}
IDENTITY_GROUND = "Иргэний бүртгэлийн хувийн хэрэгтэй тулган шалгахад нэр, регистрийн дугаар шаардлагатай."
NO_FAULT = "Зөрчил илрээгүй; үйлчилгээний жишиг болгон хамт олонд танилцуулав."
DRAFT_RETURNED = "Хариуд иргэний хоёр дахь асуултад хариулаагүй байна. Нэмж тусгаад дахин ирүүлнэ үү."
REVELATION = (
    "Өмнө нь бичиж зүрхлээгүй юм. Материалыг минь хүлээж авсан ажилтан «тавин мянга өгвөл маргааш бэлэн болно» гэж "
    "хэлсэн. Одоо бичихээр шийдлээ."
)
ESCALATED = "Иргэн албан хаагч мөнгө нэхсэн тухай нэмж мэдэгдсэн тул шударга ёсны багт шилжүүлэв."
ESCALATED_GROUNDS = (
    "Иргэн нэмэлт тайлбартаа албан хаагч үйлчилгээг түргэтгэхийн тулд мөнгө нэхсэн гэж мэдэгдсэн нь хахуулийн шинжийг "
    "агуулж байна."
)
BACK_TO_ORDINARY = "Авлига, ашиг сонирхлын зөрчлийн шинж агуулаагүй, үйлчилгээний талаарх гомдол тул ердийн журмаар."
OUTCOME_NOTE = "Авлигатай тэмцэх газраас утсаар мэдэгдсэнийг тэмдэглэв."
LESSONS_OF_REFERRAL = "Ижил төрлийн үйлчилгээнд хоёр албан хаагч хамтран шалгадаг журам нэвтрүүлэх саналыг хүргүүлэв."
LESSONS_OF_NO_REFERRAL = "Мэдээлэгчид шалтгааныг тайлбарлах загвар хариуг шинэчилнэ."

CAUSE_OF = {
    Theme.DELAY: Cause.PROCEDURE,
    Theme.QUEUE: Cause.STAFFING,
    Theme.RUNAROUND: Cause.PROCEDURE,
    Theme.DOCUMENTS: Cause.RULES,
    Theme.STAFF_CONDUCT: Cause.CONDUCT,
    Theme.INFORMATION: Cause.INFORMATION,
    Theme.E_SERVICE: Cause.SYSTEM,
    Theme.RECORD_ERROR: Cause.PROCEDURE,
    Theme.REFUSAL: Cause.RULES,
    Theme.FEES: Cause.RULES,
    Theme.ACCESSIBILITY: Cause.STAFFING,
    Theme.PRIVACY: Cause.CONDUCT,
    Theme.BRIBERY: Cause.CONDUCT,
    Theme.FAVOURITISM: Cause.CONDUCT,
    Theme.CONFLICT_OF_INTEREST: Cause.RULES,
}
