"""What the tests of claims share: a bureau and a county that state figures."""

from typing import Final

from model.claims.claims import Speaker, claims_in
from model.form import catalog
from model.unit import Unit, UnitKind

FORM: Final = catalog.form("2021")
YEAR: Final = 2024
BUREAU: Final = Speaker.of(FORM, YEAR, Unit(name="临江市水务局", kind=UnitKind.DEPARTMENT))
COUNTY: Final = Speaker.of(FORM, YEAR, Unit(name="临江县人民政府", kind=UnitKind.COUNTY))


def stated(sentence: str, subhead: str = "依申请公开", who: Speaker = BUREAU) -> dict[str, str]:
    """Give what a sentence states: the words at each place, by the key of the phrase."""
    return {
        claim.phrase.key: sentence[claim.start : claim.end]
        for claim in claims_in(who, subhead, sentence)
    }
