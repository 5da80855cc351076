from collections.abc import Callable
from typing import Any

import pytest

from fastapi_backend_builder.errors import UsageError

Refused = Callable[..., UsageError]


@pytest.fixture
def refused() -> Refused:
    """Call something that must end in a usage error, and give that error."""

    def call(function: Callable[..., object], *args: Any, **kwargs: Any) -> UsageError:
        with pytest.raises(UsageError) as caught:
            function(*args, **kwargs)
        return caught.value

    return call
