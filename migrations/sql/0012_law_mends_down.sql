REVOKE UPDATE (until) ON waiting FROM caseapp_public;
DROP POLICY citizen_answers ON waiting;
DROP TRIGGER waiting_stops_clock ON waiting;
DROP FUNCTION waiting_stops_clock();
DROP TRIGGER clock_stands ON "case";
DROP FUNCTION clock_stands();
