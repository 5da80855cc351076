"""The container image, the Compose file and the Kubernetes manifests of the template."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

TEMPLATE = Path(__file__).parents[2] / "assets/template"
KUBERNETES = TEMPLATE / "deploy/kubernetes"


def tool(name: str) -> str:
    beside_python = Path(sys.executable).parent
    found = shutil.which(name, path=f"{beside_python}{os.pathsep}{os.environ['PATH']}")
    return found or pytest.skip(f"{name} is not installed")


def run(*command: str | Path, cwd: Path = TEMPLATE) -> str:
    # Without the caller's environment, whose variables a Compose file would read.
    environment = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def instructions(name: str) -> list[str]:
    source = (TEMPLATE / "Dockerfile").read_text().replace("\\\n", "")
    return re.findall(rf"^{name} +(.*)$", source, re.MULTILINE)


def server_command() -> list[str]:
    (command,) = instructions("CMD")
    arguments: list[str] = json.loads(command)
    return arguments


def seconds_to_stop() -> int:
    command = server_command()
    return int(command[command.index("--timeout-graceful-shutdown") + 1])


def seconds_to_drain() -> int:
    """Where nobody sets another."""
    (seconds,) = re.findall(
        r"^PRODUCTION_DRAIN = (\d+)", (TEMPLATE / "kit/settings/__init__.py").read_text(), re.M
    )
    return int(seconds)


def read_yaml(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(path.read_text())
    return document


def pod(name: str) -> dict[str, Any]:
    spec: dict[str, Any] = read_yaml(KUBERNETES / "base" / name)["spec"]["template"]["spec"]
    return spec


def configured() -> dict[str, str]:
    (generator,) = read_yaml(KUBERNETES / "base/kustomization.yaml")["configMapGenerator"]
    return dict(literal.split("=", 1) for literal in generator["literals"])


def documented_secrets() -> set[str]:
    return set(re.findall(r"--from-literal=(\w+)", (KUBERNETES / "README.md").read_text()))


def compose() -> dict[str, Any]:
    services: dict[str, Any] = read_yaml(TEMPLATE / "docker-compose.yml")["services"]
    return services


def accepted_settings() -> set[str]:
    return {
        node.target.id.upper()
        for path in ("kit/settings/__init__.py", "app/config.py")
        for settings in ast.parse((TEMPLATE / path).read_text()).body
        if isinstance(settings, ast.ClassDef)
        for node in settings.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


@pytest.fixture(scope="module", params=["base", "overlays/production"])
def rendered(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(run(tool("kubectl"), "kustomize", KUBERNETES / request.param)))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    else:
        yield str(value)


class TestImage:
    def test_passes_hadolint(self) -> None:
        run(tool("hadolint"), "Dockerfile")

    def test_starts_the_server_in_exec_form_so_that_it_receives_sigterm(self) -> None:
        assert server_command()[:2] == ["uvicorn", "app.main:app"]

    def test_runs_as_the_user_that_the_pods_ask_for(self) -> None:
        context = pod("deployment.yaml")["securityContext"]
        assert instructions("USER") == [f"{context['runAsUser']}:{context['runAsGroup']}"]

    def test_installs_dependencies_before_it_copies_code(self) -> None:
        source = (TEMPLATE / "Dockerfile").read_text()
        assert source.index("pip ") < source.index("COPY app")

    def test_pins_the_tag_of_its_base(self) -> None:
        assert re.fullmatch(r"python:3\.\d+-slim-\w+ AS base", instructions("FROM")[0])

    def test_lets_nothing_but_the_application_into_its_context(self) -> None:
        lines = (TEMPLATE / ".dockerignore").read_text().splitlines()
        patterns = [line for line in lines if line and not line.startswith("#")]
        assert patterns[0] == "*"
        assert {p for p in patterns if p.startswith("!")} == {"!app", "!kit", "!pyproject.toml"}


class TestCompose:
    def test_is_valid_without_any_configuration(self, tmp_path: Path) -> None:
        shutil.copy(TEMPLATE / "docker-compose.yml", tmp_path)
        run(tool("docker-compose"), "config", "--quiet", cwd=tmp_path)

    def test_starts_the_api_after_the_migration_has_finished(self) -> None:
        needs = compose()["api"]["depends_on"]
        assert needs == {"migrate": {"condition": "service_completed_successfully"}}

    def test_migrates_when_the_database_accepts_connections(self) -> None:
        assert compose()["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}

    def test_keeps_data_where_postgresql_18_stores_it(self) -> None:
        assert compose()["db"]["image"].startswith("postgres:18")
        assert compose()["db"]["volumes"] == ["db-data:/var/lib/postgresql"]

    @pytest.mark.parametrize("service", ["api", "migrate"])
    def test_sets_only_what_the_settings_accept(self, service: str) -> None:
        assert set(compose()[service]["environment"]) <= accepted_settings()

    def test_waits_longer_than_the_server_needs_to_stop(self) -> None:
        grace = int(compose()["api"]["stop_grace_period"].removesuffix("s"))
        assert grace > seconds_to_drain() + seconds_to_stop()


class TestKubernetes:
    def test_renders_what_the_schemas_allow(self, rendered: list[dict[str, Any]]) -> None:
        schemas = pytest.importorskip(
            "kubernetes_validate", reason="kubernetes-validate is not installed"
        )
        for manifest in rendered:
            schemas.validate(manifest, schemas.latest_version(), strict=True)

    def test_renders_every_part(self, rendered: list[dict[str, Any]]) -> None:
        assert sorted(manifest["kind"] for manifest in rendered) == [
            "ConfigMap",
            "Deployment",
            "Job",
            "PodDisruptionBudget",
            "Service",
            "ServiceAccount",
        ]

    def test_migrates_with_the_image_that_it_serves_with(
        self, rendered: list[dict[str, Any]]
    ) -> None:
        workloads = [m for m in rendered if m["kind"] in ("Deployment", "Job")]
        images = {m["spec"]["template"]["spec"]["containers"][0]["image"] for m in workloads}
        assert len(images) == 1

    def test_sends_requests_to_the_api_and_not_to_the_migration(
        self, rendered: list[dict[str, Any]]
    ) -> None:
        by_kind = {manifest["kind"]: manifest for manifest in rendered}
        selector = by_kind["Service"]["spec"]["selector"].items()
        assert selector <= by_kind["Deployment"]["spec"]["template"]["metadata"]["labels"].items()
        assert not selector <= by_kind["Job"]["spec"]["template"]["metadata"]["labels"].items()

    def test_holds_no_secret(self, rendered: list[dict[str, Any]]) -> None:
        assert "Secret" not in {manifest["kind"] for manifest in rendered}
        assert not [text for text in strings(rendered) if re.search(r"://[^/]*:[^/]*@", text)]

    def test_separates_being_alive_from_being_ready(self) -> None:
        (container,) = pod("deployment.yaml")["containers"]
        paths = {name: container[name]["httpGet"]["path"] for name in container if "Probe" in name}
        assert paths == {
            "startupProbe": "/health",
            "livenessProbe": "/health",
            "readinessProbe": "/health/ready",
        }

    def test_gives_a_busy_pool_time_to_answer_the_readiness_probe(self) -> None:
        (container,) = pod("deployment.yaml")["containers"]
        patience = container["readinessProbe"]["timeoutSeconds"]
        assert patience > float(configured()["DATABASE_POOL_TIMEOUT"])

    @pytest.mark.parametrize("workload", ["deployment.yaml", "migration-job.yaml"])
    def test_meets_the_restricted_pod_security_standard(self, workload: str) -> None:
        spec = pod(workload)
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["runAsUser"] > 0
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert [container["securityContext"] for container in spec["containers"]] == [
            {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
        ]

    @pytest.mark.parametrize("workload", ["deployment.yaml", "migration-job.yaml"])
    def test_gives_no_pod_a_token_for_the_cluster(self, workload: str) -> None:
        assert pod(workload)["automountServiceAccountToken"] is False

    @pytest.mark.parametrize("workload", ["deployment.yaml", "migration-job.yaml"])
    def test_takes_settings_and_secrets_by_reference_alone(self, workload: str) -> None:
        (container,) = pod(workload)["containers"]
        assert "env" not in container
        assert container["envFrom"] == [
            {"configMapRef": {"name": "my-project-settings"}},
            {"secretRef": {"name": "my-project-secrets"}},
        ]

    def test_sets_only_what_the_settings_accept(self) -> None:
        assert set(configured()) <= accepted_settings()

    def test_documents_only_secrets_that_the_settings_accept(self) -> None:
        secrets = {"SECRET_KEY", "DATABASE_URL", "SMTP_URL"}
        assert documented_secrets() == secrets & accepted_settings()

    def test_runs_in_production(self) -> None:
        assert configured()["ENVIRONMENT"] == "production"

    def test_sizes_the_pool(self) -> None:
        assert {"DATABASE_POOL_SIZE", "DATABASE_MAX_OVERFLOW"} <= set(configured())

    def test_leaves_the_server_time_to_finish_requests(self) -> None:
        grace = pod("deployment.yaml")["terminationGracePeriodSeconds"]
        assert grace > int(configured()["SHUTDOWN_DELAY"]) + seconds_to_stop()
