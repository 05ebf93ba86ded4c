"""How reports come in: form, counter, lists that others send."""
