-- The sum of a month's days up to one of them.
create function mart.sum_of_days(day_amounts numeric[], last_day integer) returns numeric language sql immutable parallel safe as $$
    select sum(amount) from unnest(day_amounts[1:last_day]) as amount
$$;
comment on function mart.sum_of_days(numeric[], integer) is 'Sum of the first days of a month, RMB; null when none of them has an amount';
