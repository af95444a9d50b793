-- The limit on one side: with an absolute and a percentage limit the smaller holds; a side without any tolerates nothing.
create function mart.tolerance_limit(difference numeric, base numeric, lower_absolute numeric, upper_absolute numeric, lower_pct numeric,
    upper_pct numeric)
returns numeric language sql immutable parallel safe as $$
    select coalesce(case when difference < 0 then least(lower_absolute, abs(base) * lower_pct / 100)
        else least(upper_absolute, abs(base) * upper_pct / 100) end, 0)
$$;
comment on function mart.tolerance_limit(numeric, numeric, numeric, numeric, numeric, numeric) is
    'How far theirs may be off ours on the side of the difference (theirs − ours): the smaller of the absolute limit and the percentage '
    'of ours, 0 where neither is set';
