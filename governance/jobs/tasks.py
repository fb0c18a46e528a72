from celery import shared_task

from . import services


@shared_task
def run(job_id: int) -> None:
    """Do one job; harmless when it is delivered twice."""
    services.run_job(job_id)


@shared_task
def sweep() -> None:
    """Ring again for what was forgotten."""
    services.sweep()
