-- How lines of an account's statements settle what one store sold of one item (docs/money.md#consignment): a line goes to its own period
-- first, what is beyond to earlier ones that are still open, the oldest first, and what is beyond these stays with its own. What it takes
-- back comes from periods that were settled beyond what was sold, the newest first, and what is beyond these from its own.
-- Arrays: what was sold, oldest first, each with its last day; lines in the order of statements, what they take back before what they
-- settle, with the days of their period.
create function mart.settle_sold(sold_on date[], sold numeric[], after_day date[], to_day date[], stated numeric[])
returns table (line_place integer, sold_place integer, share numeric) language plpgsql immutable parallel safe as $$
declare
    accepted numeric[] := array_fill(0::numeric, array[cardinality(sold)]);
    parts numeric[];
    remaining numeric;
    part numeric;
    newest integer;
    d integer;
begin
    for l in 1 .. cardinality(stated) loop
        parts := array_fill(0::numeric, array[cardinality(sold)]);
        remaining := stated[l];
        newest := 0;
        for one in 1 .. cardinality(sold) loop
            newest := case when sold_on[one] <= to_day[l] then one else newest end;
        end loop;
        continue when newest = 0;
        -- Its own period, then earlier ones; what is taken back from all of them alike.
        for pass in 1 .. 2 loop
            for step in 1 .. newest loop
                d := case when stated[l] < 0 then newest + 1 - step else step end;
                part := case when stated[l] < 0 then greatest(remaining, least(sold[d] - accepted[d] - parts[d], 0))
                    when (sold_on[d] > after_day[l]) = (pass = 1) then least(remaining, greatest(sold[d] - accepted[d] - parts[d], 0))
                    else 0 end;
                parts[d] := parts[d] + part;
                remaining := remaining - part;
            end loop;
        end loop;
        parts[newest] := parts[newest] + remaining;
        for one in 1 .. newest loop
            accepted[one] := accepted[one] + parts[one];
            if parts[one] <> 0 or stated[l] = 0 and one = newest then
                line_place := l;
                sold_place := one;
                share := parts[one];
                return next;
            end if;
        end loop;
    end loop;
end
$$;
comment on function mart.settle_sold(date[], numeric[], date[], date[], numeric[]) is
    'How much of each line of an account''s statements settles what one store sold of one item in each period';
