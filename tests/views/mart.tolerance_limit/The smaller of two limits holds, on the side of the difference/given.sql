-- The file of this name holds a function; a view of the case's own shows it.
create view mart.tolerance_limit as
select says, value from (values
    ('theirs is less: 5 or 1 % of 200', mart.tolerance_limit(-3, 200, 5, 9, 1, 9)),
    ('theirs is more: 9 or 9 % of 200', mart.tolerance_limit(3, 200, 5, 9, 1, 9)),
    ('only an absolute limit', mart.tolerance_limit(-3, 200, 5, null, null, null)),
    ('ours is negative: 1 % of its size', mart.tolerance_limit(-3, -200, null, null, 1, null)),
    ('a side without a limit', mart.tolerance_limit(3, 200, 5, null, 1, null))) as shown (says, value);
