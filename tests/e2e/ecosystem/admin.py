"""starlette-admin: pages over the models, mounted under `/admin`."""

from starlette_admin.contrib.sqla import Admin, ModelView

from app.main import app
from app.models.user import User


class UserView(ModelView):
    fields = ("id", "email", "is_active")


secret_key = app.state.settings.secret_key.get_secret_value()
admin = Admin(app.state.database.async_engine, title="People", secret_key=secret_key)
admin.add_view(UserView(User))
admin.mount_to(app)
