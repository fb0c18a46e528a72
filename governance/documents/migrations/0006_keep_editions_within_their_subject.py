"""An edition follows another of the same number and subject: a constraint, and a trigger that looks at the other row."""

from django.db import migrations, models

from governance.documents import wall


def install(apps, schema_editor):
    wall.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_wall_in_revisions"), ("organisations", "0003_correct_populations")]

    operations = [
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edition", 1), ("supersedes__isnull", True)),
                    models.Q(("edition__gt", 1), ("supersedes__isnull", False)),
                    _connector="OR",
                ),
                name="document_edition_follows_another",
                violation_error_message="Den första versionen ersätter ingen, de senare ersätter den före.",
            ),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
