"""The framework part of the project: see README.md. `fbb update` replaces it."""
