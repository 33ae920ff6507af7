"""What gunicorn loads, before it forks (`--preload`): `search_api.wsgi:app`."""

from indexer.offers.legal_gate.offers import check_offer
from indexer.offers.legal_gate.resemblance import prepare
from indexer.queueing import wait_briefly
from indexer.reference.in_force import vocabulary
from indexer.structured_logs import write_logs_as_json
from search_api.app import create_app

write_logs_as_json()
app = create_app()
wait_briefly()
vocabulary().prepare()
# Its expressions take seconds to be made: the first recruiter would wait for them, and with them every thread.
check_offer("", "")
prepare()
