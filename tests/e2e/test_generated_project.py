"""A project of sixteen resources, with every type that there is."""

import json
import shlex
import sys
from pathlib import Path

import pytest
from e2e.processes import CHECKS, call, generated_tests, run_tests, serving

from fastapi_backend_builder.cli import main

RESOURCES = """
Country name:str:max=100:unique code:str:min=2:max=2:unique --bulk
Person given_name:str:max=80 family_name:str:max=80:index born:date:optional country:ref=Country
Supplier name:str:max=200 email:email:unique homepage:url:optional rating:float:ge=0:le=5:optional
Category name:str:max=80:unique slug:slug:unique parent:ref=self:optional
Product title:str:max=200 slug:slug:unique price:decimal=10.2:ge=0 stock:int:ge=0:default=0 \
 status:enum=draft/on-sale/sold_out:default=draft:index category:ref=Category supplier:ref=Supplier
Photo product:ref=Product checksum:uuid:unique content:bytes:max=1000 caption:text:optional
Customer user:ref=User:unique phone:str:max=30:optional newsletter:bool:default=false
Order customer:ref=Customer number:bigint:unique placed_at:datetime:default=now \
 paid_at:datetime:optional total:decimal=12.2:default=0 note:text:optional
OrderLine order:ref=Order product:ref=Product quantity:int:gt=0:lt=1000 \
 discount:decimal=4.3:optional
Series name:str:max=100 first_shown:date:default=today shown_at:time:default=2015 data:json
Value name:str body:text response:str:optional --sync --export
SSHKey label:str:max=50 issuer:ref=User revoker:ref=User:optional:as=revoked_keys \
 valid_until:datetime:unique
Reading sensor:uuid:index taken_on:date:unique taken_at:time:unique value:float:unique \
 limit_low:decimal=6.3:unique:optional extra:json:optional raw:bytes:optional seen:bool:optional
Wish product:ref=Product priority:int:index note:str:max=200:optional \
 --owned-by User --export --bulk
WishNote text:text wish:ref=Wish:unique answers:ref=self:optional giver:ref=User:optional \
 instead:ref=Wish:optional:unique:as=replaced rank:slug:unique --owned-by User --sync --bulk
Review product:ref=Product:cascade author:ref=User:optional:on_delete=set_null \
 answers:ref=self:optional:cascade:unique follows:ref=self:optional:on_delete=set_null text:text \
 --bulk
""".replace("\\\n", "")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    assert main(["new", "warehouse", "-C", str(folder)]) == 0
    for line in RESOURCES.strip().splitlines():
        assert main(["add", "resource", *line.split(), "-C", str(folder / "warehouse")]) == 0
    return folder / "warehouse"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_tests_of_its_resources_pass(project: Path, database: str) -> None:
    run_tests(project, "--database", database, *generated_tests(project))


@pytest.mark.parametrize("command", [*CHECKS, "bandit --quiet --recursive app"])
def test_it_is_clean(project: Path, command: str) -> None:
    call(project, *shlex.split(command))


def test_its_migrations_go_down_and_up_again(project: Path, database_url: str) -> None:
    for command in ("upgrade head", "check", "downgrade base", "upgrade head", "check"):
        call(project, "alembic", *command.split(), DATABASE_URL=database_url)


def test_its_document_has_just_the_paths_of_its_resources(project: Path) -> None:
    code = "import json; from app.main import app; print(json.dumps(list(app.openapi()['paths'])))"
    paths = set(json.loads(call(project, sys.executable, "-c", code).splitlines()[-1]))

    segments = {path.split("/")[3] for path in paths if path.startswith("/api/v1/")}
    assert segments == {
        *("auth", "users", "countries", "people", "suppliers", "categories", "products"),
        *("photos", "customers", "orders", "order-lines", "series", "ssh-keys", "readings"),
        *("account", "api-keys"),
        *("values", "wishes", "wish-notes", "reviews"),
    }
    assert {"/api/v1/order-lines", "/api/v1/order-lines/{order_line_id}"} <= paths


def test_what_is_referred_to_stays(project: Path, database_url: str) -> None:
    with serving(project, DATABASE_URL=database_url) as client:
        client.register()
        country = client.post("/api/v1/countries", {"name": "Norway", "code": "NO"}).body
        person = {"given_name": "Sigrid", "family_name": "Undset", "country_id": country["id"]}
        client.post("/api/v1/people", person)

        refused = client.request("DELETE", f"/api/v1/countries/{country['id']}")
        still_there = client.get(f"/api/v1/countries/{country['id']}")

    assert refused.status == 409
    assert still_there.status == 200


def test_twenty_at_once_make_one(project: Path, database_url: str) -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    with serving(project, DATABASE_URL=database_url) as client:
        client.register()
        body = {"name": "Norway", "code": "NO"}
        with ThreadPoolExecutor(20) as pool:
            answers = pool.map(lambda _: client.post("/api/v1/countries", body), range(20))

    assert sorted(answer.status for answer in answers) == [201] + 19 * [409]


def test_another_prefix_is_said_in_one_place(tmp_path: Path) -> None:
    project = tmp_path / "project"
    call(tmp_path, sys.executable, "-m", "fastapi_backend_builder", "new", "project")
    config = project / "app/config.py"
    config.write_text(config.read_text().replace('API_PREFIX = "/api/v1"', 'API_PREFIX = "/v2/of"'))
    add = (sys.executable, "-m", "fastapi_backend_builder", "add", "resource")
    call(project, *add, "Post", "title:str", "--roles", "list=public,create=editor")
    call(project, *add, "Comment", "text:text", "--under", "Post", "--owned-by", "User")

    run_tests(project)
