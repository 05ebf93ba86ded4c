-- Taken back with the table: what finds a few at once.
DROP FUNCTION actor_may_decide(bigint, boolean, boolean);
DROP FUNCTION themed_some(text, integer);
DROP FUNCTION search_some(integer[], text, integer);
DROP POLICY own_new ON saved_view;
DROP POLICY own_change ON saved_view;
DROP FUNCTION actor_shares();
