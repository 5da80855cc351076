"""The framework part of a project, a package beside its own."""

KIT = "kit"
KIT_VERSION = f"{KIT}/VERSION"
