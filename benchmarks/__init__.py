"""What a request costs in a generated project and elsewhere; see README.md."""
