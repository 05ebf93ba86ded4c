"""What everybody is told of the handling: the workflow's table and the rules, as they stand in the database now."""

from dataclasses import is_dataclass

from caseapp.domain import rules
from caseapp.domain.actors import citizen
from caseapp.domain.stages import stages
from caseapp.domain.vocab import Path
from caseapp.services.law import upkeep
from caseapp.services.petitioner import informing
from caseapp.services.petitioner.informing import Handling, Term
from caseapp.services.uow import Surroundings, open_unit_of_work
from tests.people import Cast


def handling(house: Surroundings) -> Handling:
    with open_unit_of_work(house, citizen()) as uow:
        return informing.handling(uow)


def term(house: Surroundings, code: str) -> Term:
    return next(term for term in handling(house).terms if term.code == code)


def test_every_rule_that_counts_days_is_told_once_in_the_order_of_the_rules(house: Surroundings) -> None:
    days = [rule.code for rule in rules.RULES if rule.unit in {"calendar", "working"}]
    assert [term.code for term in handling(house).terms] == days


def test_a_rule_that_an_administrator_changes_is_told_as_changed(house: Surroundings, cast: Cast) -> None:
    assert (term(house, rules.SUGGESTION).value, term(house, rules.SUGGESTION).verified) == (60, False)
    with cast.at("dorj") as uow:
        upkeep.change_rule(
            uow, rules.SUGGESTION, value=90, basis_mn="Хууль, 17", basis_en="Law, 17", source="1995", verified=True
        )
    changed = term(house, rules.SUGGESTION)
    assert (changed.value, changed.basis_mn, changed.basis_en, changed.verified) == (90, "Хууль, 17", "Law, 17", True)
    assert [one.code for one in handling(house).terms].count(rules.SUGGESTION) == 1


def test_whether_a_due_day_is_moved_follows_its_rule(house: Surroundings, cast: Cast) -> None:
    assert not handling(house).rolls
    with cast.at("dorj") as uow:
        upkeep.change_rule(uow, rules.ROLL, value=1, basis_mn="Журам", basis_en="Rule", source="1", verified=True)
    assert handling(house).rolls


def test_the_paths_are_told_as_the_workflow_has_them_and_no_row_of_the_database_leaves(house: Surroundings) -> None:
    told = handling(house)
    assert (told.ordinary, told.integrity) == (stages(Path.ORDINARY), stages(Path.INTEGRITY))
    assert all(is_dataclass(one) and one.__dataclass_params__.frozen for one in (told, *told.terms, *told.ordinary))  # type: ignore[attr-defined]
