"""Other ways to put the routers together."""

from vandalised.vandal import (
    ALL,
    ON_ONE_LINE,
    ONE_PER_LINE,
    ROUTER,
    Files,
    at_the_end,
    below_the_line,
    vandal,
)

HEAD = '''"""The routes."""

from app.api.v1.endpoints import api_keys, authors, users
from kit.routing import Router
from app.dependencies import SignedIn

'''
MADE = "router = Router(dependencies=[SignedIn])\n"


@vandal()
def another_name_for_the_router(files: Files) -> None:
    files.sub(r"\brouter( =|\.include)", r"v1\1", [ROUTER])
    files.replace("app/main.py", "v1.router import router as v1", "v1.router import v1")


@vandal()
def modules_imported_on_one_line(files: Files) -> None:
    files.replace(ROUTER, ONE_PER_LINE, ON_ONE_LINE)


@vandal()
def includes_in_the_order_of_their_making(files: Files) -> None:
    last = "router.include_router(users.router)\n"
    files.replace(ROUTER, last, "")
    files.replace(ROUTER, MADE, f"{MADE}{last}")


@vandal(application="backend")
def another_name_for_the_application(files: Files) -> None:
    files.sub(r"^app = create_app", "backend = create_app", ["app/main.py"])


@vandal()
def routers_in_a_list(files: Files) -> None:
    files.write(
        ROUTER,
        f"{HEAD}ROUTERS = [\n    api_keys.router,\n    authors.router,\n    users.router,\n]\n"
        f"{MADE}for each in ROUTERS:\n    router.include_router(each)\n",
    )


@vandal()
def modules_in_a_loop(files: Files) -> None:
    files.write(
        ROUTER,
        f"{HEAD}{MADE}for module in (api_keys, authors, users):\n"
        "    router.include_router(module.router)\n",
    )


@vandal(manual=ALL)
def routers_in_a_dict(files: Files) -> None:
    files.write(
        ROUTER,
        f'{HEAD}ROUTERS = {{"keys": api_keys.router, "authors": authors.router, '
        f'"users": users.router}}\n{MADE}'
        "for name, each in ROUTERS.items():\n    router.include_router(each)\n",
    )


@vandal(manual=ALL)
def routers_with_prefixes(files: Files) -> None:
    files.write(
        ROUTER,
        f'{HEAD}ROUTERS = ((api_keys, ""), (authors, ""), (users, ""))\n{MADE}'
        "for module, prefix in ROUTERS:\n    router.include_router(module.router, prefix=prefix)\n",
    )


@vandal(manual=ALL, paste=below_the_line)
def routers_in_a_function(files: Files) -> None:
    files.write(
        ROUTER,
        f"{HEAD}\ndef build() -> Router:\n    router = Router(dependencies=[SignedIn])\n"
        "    router.include_router(api_keys.router)\n    router.include_router(authors.router)\n"
        "    router.include_router(users.router)\n    return router\n\n\nrouter = build()\n",
    )


@vandal(manual=ALL)
def routers_by_a_helper(files: Files) -> None:
    files.write(
        ROUTER,
        f"{HEAD}{MADE}\n\ndef attach(*modules):\n    for module in modules:\n"
        "        router.include_router(module.router)\n\n\nattach(api_keys, authors, users)\n",
    )


@vandal(manual=ALL)
def routers_found_by_name(files: Files) -> None:
    files.write(
        ROUTER,
        "from importlib import import_module\n\nfrom kit.routing import Router\n"
        f"from app.dependencies import SignedIn\n\n{MADE}"
        'for name in ("api_keys", "authors", "users"):\n'
        '    module = import_module(f"app.api.v1.endpoints.{name}")\n'
        "    router.include_router(module.router)\n",
    )


@vandal()
def a_router_that_a_setting_switches_on(files: Files) -> None:
    files.replace(
        ROUTER,
        "router.include_router(users.router)",
        "if get_settings().has_docs:\n    router.include_router(users.router)",
    )
    files.replace(ROUTER, "from app.dep", "from app.config import get_settings\nfrom app.dep")


@vandal()
def every_router_behind_a_setting(files: Files) -> None:
    files.sub(r"^router\.include", "    router.include", [ROUTER])
    files.replace(ROUTER, "[SignedIn])\n", "[SignedIn])\nif get_settings().has_docs:\n")
    files.replace(ROUTER, "from app.dep", "from app.config import get_settings\nfrom app.dep")


@vandal()
def a_router_that_may_be_missing(files: Files) -> None:
    files.replace(
        ROUTER,
        "router.include_router(authors.router)\n",
        "try:\n    from app.api.v1.endpoints import extras\n"
        "    router.include_router(extras.router)\nexcept ImportError:\n    extras = None\n"
        "router.include_router(authors.router)\n",
    )


@vandal()
def the_last_routers_in_try_and_with(files: Files) -> None:
    files.append(
        ROUTER,
        "from contextlib import suppress\n\nwith suppress(ImportError):\n"
        "    from app.api.v1.endpoints import extras\n\n    router.include_router(extras.router)\n",
    )


@vandal()
def modules_under_aliases(files: Files) -> None:
    files.replace(ROUTER, ONE_PER_LINE, "import api_keys as k, authors as a, users as u")
    for name in ("api_keys", "authors", "users"):
        files.replace(
            ROUTER, f"({name}.router", f"({name[0] if name != 'api_keys' else 'k'}.router"
        )


@vandal()
def imported_whole_and_renamed(files: Files) -> None:
    names = ("api_keys", "authors", "users")
    lines = "\n".join(f"import app.api.v1.endpoints.{name} as {name}" for name in names)
    files.replace(ROUTER, f"from app.api.v1.endpoints {ONE_PER_LINE}", lines)


@vandal()
def routers_imported_under_their_own_names(files: Files) -> None:
    names = ("api_keys", "authors", "users")
    lines = "\n".join(
        f"from app.api.v1.endpoints.{name} import router as {name}_router" for name in names
    )
    files.replace(ROUTER, f"from app.api.v1.endpoints {ONE_PER_LINE}", lines)
    files.sub(r"\((\w+)\.router\)", r"(\1_router)", [ROUTER])


@vandal()
def relative_imports(files: Files) -> None:
    files.replace(ROUTER, "from app.api.v1.endpoints", "from .endpoints")


@vandal()
def the_package_of_endpoints_by_a_dot(files: Files) -> None:
    files.replace(ROUTER, f"from app.api.v1.endpoints {ONE_PER_LINE}", "from . import endpoints")
    files.sub(r"\((\w+)\.router\)", r"(endpoints.\1.router)", [ROUTER])
    files.write(
        "app/api/v1/endpoints/__init__.py",
        "from app.api.v1.endpoints import api_keys, auth, authors, own_account, users\n",
    )


@vandal()
def a_star_import(files: Files) -> None:
    files.replace(ROUTER, ONE_PER_LINE, "import *")
    files.write("app/api/v1/endpoints/__init__.py", '__all__ = ["api_keys", "authors", "users"]\n')


@vandal()
def plain_fastapi_routers(files: Files) -> None:
    files.replace(ROUTER, "from kit.routing import Router", "import fastapi")
    files.replace(ROUTER, "Router(dep", "fastapi.APIRouter(dep")


@vandal()
def two_routers_of_which_one_has_the_endpoints(files: Files) -> None:
    files.replace(ROUTER, MADE, f"{MADE}legacy = Router(dependencies=[SignedIn])\n")
    files.append(ROUTER, "router.include_router(legacy)\n")


@vandal(manual=ALL)
def two_routers_that_both_have_endpoints(files: Files) -> None:
    files.replace(ROUTER, MADE, f"{MADE}staff = Router(dependencies=[SignedIn])\n")
    files.replace(ROUTER, "router.include_router(users", "staff.include_router(users")
    files.append(ROUTER, "router.include_router(staff)\n")


@vandal()
def routes_and_code_between_the_includes(files: Files) -> None:
    files.replace(
        ROUTER,
        "router.include_router(users.router)\n",
        '\n\n@router.get("/ping", include_in_schema=False)\nasync def ping() -> str:\n'
        '    return "pong"\n\n\nrouter.include_router(users.router)\n\n\n'
        "def count() -> int:\n    return len(router.routes)\n",
    )


@vandal()
def includes_with_arguments(files: Files) -> None:
    files.sub(
        r"\.include_router\((\w+\.router)\)", r".include_router(router=\1, responses={})", [ROUTER]
    )


@vandal()
def a_checked_router(files: Files) -> None:
    files.append(ROUTER, "\nassert router.routes\n__all__ = ['router']\n")


@vandal()
def the_new_name_means_something_else(files: Files) -> None:
    names = "books = reviews = notes = entries = []"
    files.replace(ROUTER, MADE, f"{MADE}{names}\n")


@vandal(manual=ALL)
def another_name_for_the_router_in_a_loop_over_a_dict(files: Files) -> None:
    routers_in_a_dict(files)
    another_name_for_the_router(files)


@vandal(loses=("/api/v1/authors", "/api/v1/users", "/api/v1/api-keys"))
def a_router_without_includes(files: Files) -> None:
    files.sub(r"^router\.include.*\n", "", [ROUTER])


@vandal(refused=ALL, says="router.py", imports=False)
def no_router_file(files: Files) -> None:
    del files[ROUTER]


@vandal(manual=ALL, loses=("/api/v1/authors", "/api/v1/users", "/api/v1/api-keys"))
def an_empty_router_file(files: Files) -> None:
    files.write(ROUTER, "")


@vandal(manual=ALL)
def a_router_file_that_only_hands_on(files: Files) -> None:
    files.write("app/api/v1/routing.py", files[ROUTER].decode())
    files.write(ROUTER, "from app.api.v1.routing import router\n\n__all__ = ['router']\n")


@vandal(manual=ALL, imports=False, paste=at_the_end)
def a_router_file_that_does_not_parse(files: Files) -> None:
    files.append(ROUTER, "router.include_router(\n")
