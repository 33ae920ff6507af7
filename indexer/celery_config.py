"""Celery's configuration, a module because Celery then reads it at first use: importing a task needs no settings."""

from celery.schedules import crontab

from indexer.settings import settings

broker_url = settings().redis_url or "redis://127.0.0.1:6379/0"
# Ids only, as JSON; results are read from the engine, never from the queue.
task_serializer = "json"
accept_content = ["json"]
task_ignore_result = True
# A task is done when it has ended, not when it was taken: a killed worker's task runs again.
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
broker_connection_retry_on_startup = True
# A publisher whose Redis is down gives up at once: the sweep queues the work later (indexer.queueing). Without
# max_retries, kombu tries for 6 seconds while somebody waits for their page.
broker_transport_options = {
    "visibility_timeout": 900,
    "socket_connect_timeout": 2,
    "socket_timeout": 30,
    "max_retries": 0,
}
task_time_limit = 600
# What recruiters and programs send is read by a worker of its own: neither CVs nor mails wait for it.
task_routes = {
    "indexer.tasks.read_sent": {"queue": "files"},
    "indexer.tasks.process_offer_file": {"queue": "files"},
    "indexer.tasks.heartbeat_of_files": {"queue": "files"},
}
timezone = "UTC"
worker_hijack_root_logger = False
# Looked at more often than mails are grouped, and never less than each minute.
_ALERTS, _SWEEP = min(60.0, settings().alerts_seconds / 2), float(settings().sweep_seconds)
# What waited in the queue until the next one was due is not run any more.
beat_schedule = {
    "pauses": {"task": "indexer.tasks.end_due_pauses", "schedule": 600.0, "options": {"expires": 590}},
    "publications": {"task": "indexer.tasks.tend_publications", "schedule": 60.0, "options": {"expires": 55}},
    "mails": {"task": "indexer.tasks.send_mails", "schedule": 60.0, "options": {"expires": 55}},
    "cv-searches": {"task": "indexer.tasks.look_with_cv_searches", "schedule": 300.0, "options": {"expires": 290}},
    "bounces": {"task": "indexer.tasks.read_bounces", "schedule": 300.0, "options": {"expires": 290}},
    "sweep": {"task": "indexer.tasks.sweep", "schedule": _SWEEP, "options": {"expires": 0.9 * _SWEEP}},
    "alerts": {"task": "indexer.tasks.send_due_alerts", "schedule": _ALERTS, "options": {"expires": 0.9 * _ALERTS}},
    # At night, when nobody waits for the engine.
    "nightly": {"task": "indexer.tasks.sweep_night", "schedule": crontab(hour="2", minute="30")},
    "merging": {"task": "indexer.tasks.merge_night", "schedule": crontab(hour="3", minute="30")},
    "files": {"task": "indexer.tasks.sweep_files", "schedule": crontab(hour="4", minute="30")},
    # In the morning, when answers are written.
    "unanswered": {"task": "indexer.tasks.ask_about_unanswered", "schedule": crontab(hour="7", minute="40")},
    "retention": {"task": "indexer.tasks.erase_expired", "schedule": 3600.0, "options": {"expires": 3000}},
    "heartbeat": {"task": "indexer.tasks.heartbeat", "schedule": 10.0, "options": {"expires": 10}},
    "files-heartbeat": {"task": "indexer.tasks.heartbeat_of_files", "schedule": 10.0, "options": {"expires": 10}},
}
