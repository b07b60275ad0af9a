"""Every subcommand's name, options and help. What each does lives in `luyue.cli`, in a module of its own.

Those modules are imported only by the command that is run, since Temporal's and the API's libraries take a second to
load.
"""
