"""What there is to read."""

# They can be followed from top to bottom, in a project.
GUIDES = [
    "SKILL.md",
    "references/project-structure.md",
    "references/database-patterns.md",
    "references/auth-security.md",
    "references/error-handling.md",
    "references/performance.md",
    "references/testing.md",
]
# They show commands to run.
WITH_COMMANDS = ["README.md", *GUIDES, "assets/template/README.md", "assets/template/AGENTS.md"]
DOCUMENTS = [*WITH_COMMANDS, "references/integrations.md", "AGENTS.md", "CHANGELOG.md"]
