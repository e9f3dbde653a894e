"""The commands: each module adds its arguments and turns them into one call and an exit code.

Importing a command is cheap: what it needs for its work is imported when it runs, so that
``--help`` is instant.
"""
