"""How the first person comes into an installation, where nobody is there yet to invite anybody."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from governance.accounts.models import User
from governance.audit.actors import SYSTEM
from governance.audit.services import SYSTEM_CHAIN, lock_head, record

from .citations import ONE_AT_A_TIME, RIGHT_FIGURES
from .services import clean, refuse


def first_person_stands_in_the_way() -> User | None:
    """Somebody who runs the installation already, and can sign in."""
    return User.objects.filter(is_staff=True, is_active=True).order_by("pk").first()


def create_first_person(*, name: str, email: str, password: str, today: date, another: bool = False) -> User:
    """Register a person who runs the installation (systemansvarig), as an event of the system's chain.

    Asked for at the machine itself. `another` is for those who have lost the way in: it is said, not assumed.
    """
    user = User(email=email.strip().lower(), name=name.strip(), is_staff=True)
    clean(user, exclude={"password"})
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise refuse(" ".join(error.messages), RIGHT_FIGURES) from error
    user.set_password(password)
    with transaction.atomic():
        lock_head(SYSTEM_CHAIN)  # two who ask at once: the second finds the first
        there = first_person_stands_in_the_way()
        if there is not None and not another:
            raise refuse(f"{there.name} ({there.email}) är redan systemansvarig.", ONE_AT_A_TIME)
        if User.objects.filter(email=user.email).exists():
            raise refuse(f"{user.email} används redan av någon annan.", ONE_AT_A_TIME)
        user.save()
        record(chain=SYSTEM_CHAIN, kind="accounts.user.create", subject=user, by=SYSTEM, occurred_on=today)
    return user
