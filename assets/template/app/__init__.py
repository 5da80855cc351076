import gc

# Objects between two runs of the garbage collector. Python's default is some hundred: a start would
# spend a fifth of its time on looking for garbage in a project that is still being loaded.
gc.set_threshold(20_000)
