from dataclasses import dataclass

SOURCES = {
    "000": "Promemorian om en Sverigeförhandling",
    "001": "Strategi SGD",
    "004": "VIP-initiativet",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule and where it stands (källa): `place` is the section, `quote` its own words, `requirement` our number."""

    source: str
    place: str
    requirement: str
    quote: str = ""

    @property
    def label(self) -> str:
        """The rule in words: "Strategi SGD, avsnitt 7.1"."""
        if self.source == "system":
            return self.place
        return f"{SOURCES[self.source]}, {self.place}"

    @property
    def anchor(self) -> str:
        """Where the rule stands on the page of rules."""
        return f"regel-{self.requirement.lower()}"


RULES: dict[str, Citation] = {}


def cite(requirement: str, *, source: str, place: str, quote: str = "") -> Citation:
    """Register a rule under its number in the register of requirements; the same number means the same rule."""
    rule = Citation(source=source, place=place, requirement=requirement, quote=quote)
    if RULES.setdefault(requirement, rule) != rule:
        message = f"{requirement} är redan en annan regel"
        raise ValueError(message)
    return rule


CHANGED_MEANWHILE = cite("W-01", source="system", place="Samverks arbetssätt: ingen skriver över någon annan")
RIGHT_TO_ACT = cite("W-02", source="system", place="Samverks arbetssätt: bara den som har rätt plats tar steget")
ORDER_OF_STEPS = cite("W-03", source="system", place="Samverks arbetssätt: stegen tas i ordning")
ONCE_ONLY = cite("W-04", source="system", place="Samverks arbetssätt: en handling görs en gång")
DAYS_IN_ORDER = cite(
    "W-06", source="system", place="Samverks arbetssätt: en dag som anges har varit, och är inte före det den bygger på"
)
