"""How a promise becomes tests: one for each of its cases, and none where it does not apply."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, NoReturn, TypeVar

import pytest
from httpx2 import Response

from kit.testing.contract.fields import Factory, Field, Links, Parent, Reference

Operation = str
OPERATIONS = ("list", "create", "get", "update", "delete")
METHODS = {"list": "GET", "create": "POST", "get": "GET", "update": "PATCH", "delete": "DELETE"}
# Of a request or an answer, in a message.
LONGEST_SHOWN = 500
OF_ONE_ROW = ("get", "update", "delete")


class Declared:
    """What a resource declares; a promise that does not apply to it is no test."""

    # The URL of its list behind the prefix of the API; the ids of `parents` stand in braces.
    url: ClassVar[str]
    factory: ClassVar[Factory]
    fields: ClassVar[tuple[Field | Reference, ...]] = ()
    links: ClassVar[tuple[Links, ...]] = ()
    operations: ClassVar[tuple[Operation, ...]] = OPERATIONS
    # Operations that need no sign-in, and those that need a role: (operation, role). `any_user` is
    # the role of somebody without another, `admin` that of who may do everything.
    public: ClassVar[tuple[Operation, ...]] = ()
    roles: ClassVar[tuple[tuple[Operation, Any], ...]] = ()
    any_user: ClassVar[Any] = None
    admin: ClassVar[Any] = None
    parents: ClassVar[tuple[Parent, ...]] = ()
    owned: ClassVar[bool] = False
    soft_delete: ClassVar[bool] = False
    bulk: ClassVar[bool] = False
    uuid: ClassVar[bool] = False
    # The name of the file that the list is exported as.
    export: ClassVar[str] = ""
    # Whether lists know created_at_ge and created_at_lt.
    has_times: ClassVar[bool] = True


@dataclass(frozen=True)
class Promise:
    applies: Callable[[type[Declared]], bool]
    cases: dict[str, Callable[[type[Declared]], Iterable[Any]]] = field(default_factory=dict)

    def is_made_by(self, contract: type[Declared]) -> bool:
        return self.applies(contract) and all(
            any(True for _ in c(contract)) for c in self.cases.values()
        )


TestT = TypeVar("TestT", bound=Callable[..., Any])


def promise(
    *operations: Operation,
    when: Callable[[type[Declared]], bool] = lambda _: True,
    **cases: Callable[[type[Declared]], Iterable[Any]],
) -> Callable[[TestT], TestT]:
    """A test of every resource with these operations; once for each of the cases."""

    def applies(contract: type[Declared]) -> bool:
        return set(operations) <= {*contract.operations} and when(contract)

    def mark(test: TestT) -> TestT:
        test.promise = Promise(applies, cases)  # type: ignore[attr-defined]
        return test

    return mark


class Contract(Declared):
    """Collects the promises of its bases as tests."""

    _dropped: ClassVar[set[str]] = set()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if factory := cls.__dict__.get("factory"):
            cls.factory = staticmethod(factory)
        own = vars(cls).items()
        # None in a class says that its resources make no such promise.
        cls._dropped = {n for n, value in own if value is None} | (
            cls._dropped - {n for n, _ in own}
        )
        if not hasattr(cls, "url"):
            return
        for name in dir(cls):
            made = _promise(cls, name)
            if made and name not in cls._dropped:
                # Pytest takes the first thing of this name, and None is no test.
                setattr(cls, name, _first(cls, name) if made.is_made_by(cls) else None)

    def field_at_fault(self, response: Response) -> str | None:
        """The part of the request that an error names; override it for another format of errors."""
        errors = response.json().get("errors") or [{}]
        field: str | None = errors[0].get("field")
        return field

    def assert_status(self, response: Response, *statuses: int) -> None:
        __tracebackhide__ = True
        if response.status_code not in statuses:
            _fail(response, " or ".join(map(str, statuses)))

    def etag(self, response: Response) -> str:
        __tracebackhide__ = True
        if "etag" not in response.headers:
            _fail(response, "an ETag")
        return response.headers["etag"]

    def assert_refused(self, response: Response, field: str, status: int = 422) -> None:
        __tracebackhide__ = True
        if response.status_code != status or self.field_at_fault(response) != field:
            _fail(response, f"{status} that names {field}")

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        made = _promise(type(self), metafunc.function.__name__)
        for name, cases in made.cases.items() if made else ():
            values = list(cases(type(self)))
            metafunc.parametrize(name, values, ids=list(map(_label, values)))


def _first(cls: type, name: str) -> Any:
    """What a class has under a name, but for what says that it is no test there."""
    found = (base.__dict__[name] for base in cls.__mro__ if name in base.__dict__)
    return next((thing for thing in found if thing is not None), None)


def _promise(cls: type, name: str) -> Promise | None:
    """That of a test, or of the one that it stands for in a class of the user's."""
    found = (getattr(base.__dict__.get(name), "promise", None) for base in cls.__mro__)
    return next((made for made in found if made), None)


def _fail(response: Response, promised: str) -> NoReturn:
    __tracebackhide__ = True
    request = response.request
    sent = f"{request.method} {request.url} {request.content.decode(errors='replace')}"
    answer = f"{response.status_code} {response.text}"
    raise AssertionError(
        f"{answer[:LONGEST_SHOWN]}\nwas the answer to {sent[:LONGEST_SHOWN]}\npromised: {promised}"
    )


def _label(case: Any) -> str:
    label = getattr(case, "name", None)
    if label is None and isinstance(case, tuple):
        return "-".join(map(_label, case))
    label = label or str(case)
    return label if len(label) <= 30 else f"{label[:30]}..."
