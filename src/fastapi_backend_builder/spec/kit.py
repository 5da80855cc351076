"""The framework part of a project, a package beside its own."""

KIT = "kit"
