"""The life of a case as it was agreed on (README, the workflow's table), written here a second time and by hand."""

from dataclasses import dataclass

from caseapp.domain.policy import Permission
from caseapp.domain.vocab import Action, Path, Status

_TABLE = """
both      | received                                | register             | registered           | case:register
both      | registered, triaged                     | triage               | triaged              | case:triage
ordinary  | triaged                                 | return_incomplete    | returned             | case:work
ordinary  | returned                                | complete             | registered           | thread:write
ordinary  | triaged                                 | forward              | forwarded            | case:forward
ordinary  | forwarded, closed                       | take_back            | registered           | case:forward
ordinary  | registered, triaged, in_progress        | escalate             | triaged, integrity   | case:triage
integrity | triaged, in_progress                    | propose_return       | return_proposed      | case:refer
integrity | return_proposed                         | approve_return       | triaged, ordinary    | case:refer
integrity | return_proposed                         | decline_return       | triaged              | case:refer
both      | triaged, in_progress                    | assign               | in_progress          | case:assign
both      | in_progress                             | request_explanation  | awaiting_unit        | case:work
both      | awaiting_unit                           | explanation_received | in_progress          | case:work
both      | in_progress                             | ask_citizen          | awaiting_citizen     | case:work
both      | awaiting_citizen                        | resume               | in_progress          | case:work
ordinary  | in_progress                             | extend               | in_progress          | deadline:extend
ordinary  | in_progress                             | propose_answer       | answer_proposed      | case:work
ordinary  | answer_proposed                         | approve_answer       | answered             | answer:approve
ordinary  | answer_proposed                         | return_answer        | in_progress          | answer:approve
integrity | in_progress                             | propose_referral     | referral_proposed    | case:refer
integrity | referral_proposed                       | approve_referral     | referred             | referral:approve
integrity | referral_proposed                       | decline_referral     | in_progress          | referral:approve
integrity | in_progress                             | propose_no_referral  | no_referral_proposed | case:refer
integrity | no_referral_proposed                    | approve_no_referral  | not_referred         | referral:approve
integrity | no_referral_proposed                    | decline_no_referral  | in_progress          | referral:approve
integrity | referred                                | acknowledge          | agency_received      | agency:acknowledge
integrity | referred                                | acknowledge          | agency_received      | case:refer
integrity | agency_received                         | record_outcome       | agency_received      | case:refer
ordinary  | answered, forwarded                     | close                | closed               | case:close
integrity | not_referred, agency_received           | close                | closed               | case:close
ordinary  | received, registered, triaged, returned | withdraw             | withdrawn            | thread:write
ordinary  | in_progress, awaiting_unit              | withdraw             | withdrawn            | thread:write
ordinary  | awaiting_citizen, answer_proposed       | withdraw             | withdrawn            | thread:write
ordinary  | received, registered, triaged, returned | withdraw             | withdrawn            | case:work
ordinary  | in_progress, awaiting_unit              | withdraw             | withdrawn            | case:work
ordinary  | awaiting_citizen, answer_proposed       | withdraw             | withdrawn            | case:work
ordinary  | registered, triaged, in_progress        | merge                | merged               | case:work
ordinary  | withdrawn, merged                       | reopen               | registered           | case:reopen
both      | closed                                  | reopen               | triaged              | case:reopen
ordinary  | answered, closed, merged                | appeal               | triaged              | thread:write
"""


@dataclass(frozen=True)
class Line:
    path: Path
    before: Status
    action: Action
    after: Status
    path_after: Path
    permission: Permission


def _lines(row: str) -> list[Line]:
    paths, before, action, after, permission = (cell.strip() for cell in row.split("|"))
    status, _, moved = after.partition(", ")
    return [
        Line(path, Status(one), Action(action), Status(status), Path(moved) if moved else path, Permission(permission))
        for path in (Path if paths == "both" else (Path(paths),))
        for one in before.split(", ")
    ]


LINES = tuple(line for row in _TABLE.strip().splitlines() for line in _lines(row))
