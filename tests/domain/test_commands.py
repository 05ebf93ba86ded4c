"""Orders: frozen, one for each action, and never telling in a log what a person wrote."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.domain import commands as c
from caseapp.domain.errors import Reason, Refused, RuleBroken
from caseapp.domain.filing import Identity, NewReport
from caseapp.domain.vocab import Action, Kind, Mode
from tests.domain.cast import WHOLE

FIELDS = [field.name for field in dataclasses.fields(Identity)]


def test_every_action_has_one_order_of_its_own() -> None:
    assert sorted(kind.action for kind in c.Command.__subclasses__()) == sorted(Action)


@pytest.mark.parametrize("order", WHOLE.values(), ids=lambda order: order.action.value)
def test_an_order_is_never_changed_on_its_way(order: c.Command) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        order.action = Action.CLOSE  # type: ignore[misc]


@pytest.mark.parametrize(
    "order",
    [
        NewReport(Kind.COMPLAINT, "нууц үг", Mode.NAMED, where="нууц үг", identity=Identity(phone="нууц үг")),
        Identity("нууц үг", "нууц үг"),
        c.Escalate("нууц үг"),
        c.ProposeReferral("нууц үг", with_identity=True),
        c.RequestExplanation(1, "нууц үг"),
    ],
    ids=lambda order: type(order).__name__,
)
def test_what_was_written_does_not_show_in_a_repr(order: object) -> None:
    assert "нууц" not in f"{order!r} {order} {[order]}"


@given(st.sets(st.sampled_from(FIELDS)))
def test_an_identity_is_empty_until_anything_is_told(told: set[str]) -> None:
    assert Identity(**dict.fromkeys(told, "x")).is_empty is (not told)


def test_a_refusal_says_outwardly_nothing_of_what_was_asked_for() -> None:
    refused = Refused("2026-4839-2051-7")
    assert str(refused) == "refused"
    assert refused.what == "2026-4839-2051-7"


def test_a_broken_rule_names_its_reason() -> None:
    assert str(RuleBroken(Reason.NOT_NOW)) == RuleBroken(Reason.NOT_NOW).reason == "not_now"
