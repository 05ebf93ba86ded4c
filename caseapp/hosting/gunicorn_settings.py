"""How gunicorn serves the doors.

A page is made by Python alone, so that the threads beyond a few only wait for what others send, and waiting costs
nothing. There are fewer than the database connections of a process (`engine`: 5 and 5 more).

The app is loaded once, before the workers fork: it opens no connection until the first request.
"""

import os
from pathlib import Path

from caseapp.hosting import closed_memory
from caseapp.hosting.patience import PatientWorker
from caseapp.hosting.quiet_log import QuietLogger
from caseapp.hosting.settings import Settings

closed_memory.close()
_settings = Settings.from_environment(os.environ)

wsgi_app = "wsgi:app"
pythonpath = str(Path(__file__).parents[2])
bind = [f"{_settings.host}:{_settings.port}"]
workers = _settings.workers
worker_class = PatientWorker
threads = 8
preload_app = True
accesslog = None
loglevel = "error"
logger_class = QuietLogger
control_socket_disable = True
timeout = 60
graceful_timeout = 10
keepalive = 5
limit_request_line = 2048
