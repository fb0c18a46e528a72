"""A template that names something the page does not give is a mistake, and tests should say so."""


class UnknownVariable(Exception):
    """A template asked for a name that its context lacks."""


class Strict(str):
    """Stands in for an unknown variable and refuses to be shown (setting `string_if_invalid` in tests)."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        """Claim the placeholder, so that Django tells us the name."""
        return part == "%s" or (isinstance(part, str) and super().__contains__(part))

    def __mod__(self, name: object) -> str:
        """Refuse, with the name."""
        raise UnknownVariable(str(name))


STRICT = Strict("%s")
