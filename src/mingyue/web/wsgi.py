"""The workspace as a WSGI application, for `mingyue serve` and for any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingyue.web.settings")
application = get_wsgi_application()
