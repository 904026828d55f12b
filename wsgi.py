"""The application object for a WSGI server, ``flask`` commands and nothing else."""

from charta import create_app
from charta.core.logs import catch_others
from charta.core.pagecache import in_front_of
from config import Settings

settings = Settings.from_environment()
app = create_app(settings)
catch_others()
application = in_front_of(app, settings)
