-- The other policies go with their tables.
DROP POLICY workers_known ON role_grant;
