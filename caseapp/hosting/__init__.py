"""What runs the house: settings, the embedded PostgreSQL, migrations, the server's processes. No Flask here."""
