"""``python -m fitnesscrm_desktop`` is the command line."""

from fitnesscrm_desktop.cli import main

if __name__ == "__main__":
    main()
