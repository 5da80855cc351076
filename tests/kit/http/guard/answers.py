"""What is asked for."""

REGISTER = "/api/v1/auth/register"
JSON = {"Content-Type": "application/json"}
ORIGIN = "https://app.example.com"
LIMIT = 1000
