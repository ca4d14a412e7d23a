"""`python -m ahsp_app` is the `ahsp` command."""

from ahsp_app.cli import main

if __name__ == "__main__":
    main()
