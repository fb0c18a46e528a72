"""Documents that were sealed before there was a register of revisions get their first row in it."""

from django.db import migrations


def register(apps, schema_editor):
    Document = apps.get_model("documents", "Document")
    Revision = apps.get_model("documents", "DocumentRevision")
    rows = Document.objects.filter(state="sealed", revisions=None).values_list(
        "pk", "sha256", "size", "signatures", "signer", "sealed_at"
    )
    Revision.objects.bulk_create(
        [
            Revision(
                document_id=pk,
                number=1,
                kind="seal",
                sha256=sha256,
                size=size,
                signatures=signatures,
                fields=["seal"],
                signer=signer,
                at=sealed_at,
            )
            for pk, sha256, size, signatures, signer, sealed_at in rows.iterator()
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_add_revisions")]

    operations = [migrations.RunPython(register, migrations.RunPython.noop)]
