"""Generate FastAPI backends, and work on them while they grow."""
