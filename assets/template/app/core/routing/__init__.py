"""A short way from a request to its endpoint.

FastAPI asks the routers of a project one after another, and works out for each request anew what
its endpoint needs. Both are settled here once, when the application is made:

- `index` looks the route up by the first segments of the path, however many routes there are;
- `plan` puts the dependencies of an endpoint in the order in which they are called;
- `handler` makes these calls and the response.

Routers and endpoints stay those of FastAPI, and so do validation and serialisation. The short way
answers what is plain and goes well: an `async def` endpoint with `async def` dependencies, JSON in
and out. FastAPI itself answers all else: invalid requests, forms, streams, plain `def` functions,
`dependency_overrides`, telemetry. It is asked before any dependency has run.

One difference: the parameters of a request are validated before its first dependency is called, so
a dependency that rewrites the path or the query of its request must be in a middleware instead.

`create_app(short_way=False)` turns all of it off.
"""

from app.core.routing.index import RouteIndex
from app.core.routing.route import keep_answer
from app.core.routing.router import Router

__all__ = ["RouteIndex", "Router", "keep_answer"]
