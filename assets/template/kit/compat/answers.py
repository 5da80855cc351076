"""What psycopg raises where nobody answers in time. It is slow to load, so this stands apart."""

import logging

import psycopg
import psycopg.errors

NOT_IN_TIME: type[Exception] | tuple[()] = ()

# Since psycopg 3.3. Without it, the error is psycopg's own, and the connection is closed later.
try:
    NOT_IN_TIME = psycopg.errors._WaitTimeout
except AttributeError as error:
    logging.getLogger(__name__).warning("psycopg waits by its own means: %s", error)
