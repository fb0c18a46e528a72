from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes people; an address is kept in lower case, since people type it as they please."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """Register a person; without a password, one is chosen by the invited person herself."""
        user = self.model(email=email.strip().lower(), name=name.strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None) -> "User":
        """Register the person who sets up the installation."""
        return self.create_user(email, name, password, is_staff=True, is_superuser=True)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in (person, användare). What he or she may do follows from seats, never from this row."""

    email = models.EmailField(_("e-postadress"), unique=True, error_messages={"unique": _("Adressen används redan.")})
    name = models.CharField(_("namn"), max_length=200, db_collation="swedish")
    is_active = models.BooleanField(_("får logga in"), default=True)
    is_staff = models.BooleanField(_("systemansvarig"), default=False)
    is_demo = models.BooleanField(_("demonstrationsperson"), default=False)
    invited_at = models.DateTimeField(_("inbjuden"), null=True, blank=True)
    joined_at = models.DateTimeField(_("registrerad"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("personer")
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name


class FailedSignIn(models.Model):
    """A wrong try to sign in (misslyckad inloggning), kept a quarter of an hour as marks that cannot be read back."""

    address = models.CharField(_("adressens märke"), max_length=40)
    origin = models.CharField(_("ursprungets märke"), max_length=40)
    failed_at = models.DateTimeField(_("när"), auto_now_add=True)

    class Meta:
        verbose_name = _("misslyckad inloggning")
        verbose_name_plural = _("misslyckade inloggningar")
        indexes: ClassVar = [
            models.Index(fields=["address", "failed_at"], name="failed_sign_in_by_address"),
            models.Index(fields=["origin", "failed_at"], name="failed_sign_in_by_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.failed_at:%Y-%m-%d %H:%M}"
