"""What an application answers to a few requests of an administrator."""

from typing import Any

from starlette.testclient import TestClient

from app.main import app
from app.models.user import Role, User
from kit.models.base import utc_now
from tests.factories.user import HASHED_PASSWORD, PASSWORD

EMAIL = "ada@example.com"


def answers() -> list[Any]:

    with TestClient(app) as client:
        with app.state.database.session() as db:
            values = {"email": EMAIL, "hashed_password": HASHED_PASSWORD, "role": Role.ADMIN}
            db.add(User(email_verified_at=utc_now(), **values))
            db.commit()
        form = {"username": EMAIL, "password": PASSWORD}
        signed_in = client.post("/api/v1/auth/login", data=form)
        headers = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
        body = {"email": "grace@example.com", "password": PASSWORD}
        users = "/api/v1/users"
        made = client.post(users, json=body, headers={**headers, "Idempotency-Key": "1"})
        again = client.post(users, json=body, headers={**headers, "Idempotency-Key": "1"})
        one = f"{users}/{made.json()['id']}"
        changed = client.patch(one, json={"full_name": "Grace"}, headers=headers)
        listed = client.get(users, headers=headers)
        return [
            client.get("/health").status_code,
            signed_in.status_code,
            client.get(users).status_code,
            made.status_code,
            again.status_code,
            client.post(users, json=body, headers=headers).status_code,
            client.post(users, json={}, headers=headers).status_code,
            changed.json()["full_name"],
            client.get(f"{users}?colour=red", headers=headers).status_code,
            [user["email"] for user in listed.json()["items"]],
            client.head(users, headers=headers).status_code,
            client.put("/health").status_code,
            client.get("/openapi.json").status_code,
        ]
