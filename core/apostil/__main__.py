"""`python -m apostil`: the command line."""

from apostil.cli import main

main()
