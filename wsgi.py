"""What gunicorn serves: the app of this process's settings."""

import os

from caseapp.hosting.engine import application_engine, surroundings
from caseapp.hosting.settings import Settings
from caseapp.web import create_app

settings = Settings.from_environment(os.environ)
engine = application_engine(settings.database_url)
app = create_app(settings, surroundings(engine, settings.keys, notice_channels=settings.notice_channels))
