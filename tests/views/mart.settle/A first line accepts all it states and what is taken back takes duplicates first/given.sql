-- The file of this name holds an aggregate; a view of the case's own shows its steps. 10 were received.
create view mart.settle as
select line, state[1] as accepted, state[2] as duplicate, state[3] as lines, state[4] as accepted_now, state[5] as duplicate_now
from (
    select line, mart.settle(quantity, 10, is_whole) over (order by line) as state
    from (values
        (1, 12, false),  -- more than was received
        (2, 3, false),   -- nothing is left
        (3, -4, false),  -- the duplicate of 3 first
        (4, 0, false),   -- an amount without quantity
        (5, 1, true)) as settled (line, quantity, is_whole)) as steps;
