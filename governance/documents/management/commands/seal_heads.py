from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.utils import timezone

from governance.documents.heads import seal_heads
from governance.lib.files import why_not
from governance.ui.commands import SwedishCommand


class Command(SwedishCommand):
    """Seal today's list of where every chain of the trail stands, and print where it is."""

    help = "Förseglar dagens lista över kedjornas huvuden, en gång om dagen, och skriver var den ligger."

    def handle(self, *args: Any, **options: Any) -> None:
        """Once a day; asking again names the same file."""
        try:
            path = seal_heads(timezone.localdate())
        except ImproperlyConfigured as error:
            raise CommandError(str(error), returncode=1) from error
        except OSError as error:
            message = f"Listan kunde inte skrivas: {why_not(error)}."
            raise CommandError(message, returncode=1) from error
        self.stdout.write(str(path))
