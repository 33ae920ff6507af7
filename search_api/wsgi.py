"""What gunicorn loads, before it forks (`--preload`): `search_api.wsgi:app`."""

from indexer.language.vocabulary import vocabulary
from search_api.app import create_app

app = create_app()
vocabulary().prepare()
