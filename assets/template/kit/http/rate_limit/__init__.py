"""How often somebody may do something.

- `limit` reads the notation of the settings, `20/minute`;
- `memory` counts in this process, `shared` in Redis, for all processes that have the same one;
- `limiter` refuses who is over a limit;
- `guard` counts every request of a client, and `client` says who that is.

What endpoints count is in `app/api/limits.py`.
"""
