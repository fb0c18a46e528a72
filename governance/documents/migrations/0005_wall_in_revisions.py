"""The database itself refuses to change or delete a row of the register of revisions."""

from django.db import migrations

from governance.documents import wall


def install(apps, schema_editor):
    wall.install(schema_editor.connection)


def remove(apps, schema_editor):
    wall.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_add_reports_of_boards")]

    operations = [migrations.RunPython(install, remove)]
