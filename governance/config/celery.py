"""The Celery application: a doorbell for the rows of `jobs.Job`, nothing more."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.config.settings.dev")

app = Celery("samverk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
