"""Letters: texts, numbers, files, signed copies; the bodies that petitions are passed on to."""
