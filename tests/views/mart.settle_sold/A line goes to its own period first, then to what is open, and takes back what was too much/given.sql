-- The file of this name holds a function; a view of the case's own shows its answers. Two periods: 10 and 8 sold in the first at two
-- prices, 5 in the second.
create view mart.settle_sold as
select s.*
from mart.settle_sold(array['2026-05-10', '2026-05-15', '2026-05-31']::date[], array[10, 8, 5],
    array['-infinity', '-infinity', '2026-05-15', '2026-05-15', '2026-05-31', '2026-05-31']::date[],
    array['2026-05-15', '2026-05-15', '2026-05-31', '2026-05-31', '2026-06-15', '2026-06-15']::date[],
    array[15, 0, -1, 13, -3, -1]) s;
-- 1: 15 of 18. 2: an amount without quantity. 3: what customers brought back comes before 4: 6 of its own, the 3 still open, 4 too much.
-- 5: names a later period: 3 of the 4 too much, 6: the last of them.
