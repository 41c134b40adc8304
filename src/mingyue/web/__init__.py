"""The workspace in the browser: one Django project over the engines of `mingyue.api`."""
