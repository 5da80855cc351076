"""`python -m fastapi_backend_builder` is `fbb`."""

import sys

from fastapi_backend_builder.cli import main

sys.exit(main())
