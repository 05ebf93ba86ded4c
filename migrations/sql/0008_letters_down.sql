DROP POLICY head_retires ON answer_template;
DROP POLICY head_writes ON answer_template;
DROP POLICY staff_reads ON answer_template;
DROP POLICY head_changes ON letter_index;
DROP POLICY staff_reads ON letter_index;
DROP TRIGGER number_letter ON answer;
DROP FUNCTION number_letter();
