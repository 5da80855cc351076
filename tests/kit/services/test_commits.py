"""The services of the kit leave the transaction to the request, as those of a project do."""

from pathlib import Path

import kit.services
from tests.services.test_commits import calls_in


def test_no_service_ends_the_transaction_of_its_request() -> None:
    folder = Path(kit.services.__path__[0])

    assert calls_in(folder) == []
