# The five verbs. `just` lists them.
default:
    @just --list

test *args:
    python -m pytest {{args}}

lint:
    ruff format --check .
    ruff check .
    mypy

fix:
    ruff format .
    ruff check --fix .

docs:
    python -m pytest docs README.md

bench *args:
    python bench/throughput.py {{args}}

# The wheel in a clean environment, and the tests against it.
build:
    rm -rf dist .venv-wheel
    python -m pip install --quiet build
    python -m build
    python -m venv .venv-wheel
    .venv-wheel/bin/python -m pip install --quiet "$(ls dist/*.whl)[test]"
    .venv-wheel/bin/python -m pytest tests
