"""A fast path from a request to its endpoint.

FastAPI asks the routers of a project one after another, and works out for each request anew what
its endpoint needs. Both are settled here once, when the application starts:

- `index` looks the route up by the first segments of the path, however many routes there are;
- `plan` puts the dependencies of an endpoint in the order in which they are called;
- `handler` makes these calls and the response.

Routers and endpoints stay those of FastAPI, and so do validation and serialisation. The fast path
answers what is plain and goes well: an `async def` endpoint with `async def` dependencies, JSON in
and out. FastAPI itself answers all else: invalid requests, forms, streams, plain `def` functions,
`dependency_overrides`, telemetry, a route that was changed since. It is asked before any dependency
has run, but for access checks.

The routes of a `Router` also differ from FastAPI's, whichever way they are answered:

- `access`: who may not is refused before the body is read, by the dependencies that are marked with
  `access_check`;
- `url`: numbers in a URL are written as in JSON, and no parameter is there twice.

One difference between the ways: the parameters of a request are validated before its first
dependency is called, so a dependency that rewrites the path or the query of its request must be in
a middleware instead.

`create_app(fast_path=False)` turns all of it off.
"""

from kit.routing.access import access_check
from kit.routing.index import RouteIndex, bind_routes
from kit.routing.route import Route, keep_answer
from kit.routing.router import Router

__all__ = ["Route", "RouteIndex", "Router", "access_check", "bind_routes", "keep_answer"]
