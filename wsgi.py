"""What gunicorn and the flask command import."""

from ahsp_app import create_app

app = create_app()
