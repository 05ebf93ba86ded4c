"""The case-management system; floors and doors are described in README.md."""
