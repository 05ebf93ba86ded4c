"""What gunicorn serves: the app of this process's settings."""

import os

from caseapp.hosting.engine import application_engine, surroundings
from caseapp.hosting.settings import Settings
from caseapp.web import create_app

settings = Settings.from_environment(os.environ)
app = create_app(settings, surroundings(application_engine(settings.database_url), settings.keys))
