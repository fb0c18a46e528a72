import pytest

from governance.organisations.body_names import in_own_names, in_own_words
from governance.organisations.kinds import BodyKind, PartnershipKind
from tests.factories.decisions import make_deciding_partnership

pytestmark = pytest.mark.django_db


def test_body_is_spelt_out_where_it_is_first_named_and_short_after_that() -> None:
    partnership = make_deciding_partnership(1)
    words = "Hos det politiska samverkansorganet. Det politiska samverkansorganets ordförande och styrgruppens."

    said = in_own_names(words, partnership)

    assert said == "Hos Centralt samverkansorgan (CS). CS:s ordförande och Styrgrupp SGD:s (SGD)."


def test_names_are_read_once_and_only_where_a_body_is_named(django_assert_num_queries: object) -> None:
    partnership = make_deciding_partnership(1)

    with django_assert_num_queries(0):  # type: ignore[operator]
        assert in_own_names("Hos huvudmännen", partnership) == "Hos huvudmännen"
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert in_own_names("styrgruppen", partnership) == in_own_names("Styrgruppen", partnership)


def test_partnership_of_parties_has_parties_and_keeps_the_word_for_a_body_it_lacks() -> None:
    partnership = make_deciding_partnership(1, kind=PartnershipKind.VIP)
    partnership.bodies.filter(kind=BodyKind.STEERING_GROUP).delete()

    said = in_own_words("Huvudmännens svar till styrgruppen: varje huvudman", partnership)

    assert said == "Parternas svar till styrgruppen: varje part"
