-- Last year's terms hold until a new contract is signed: the years by which the windows of a contract's clauses have then moved on.
create function mart.years_held(valid_from date, valid_to date, on_date date)
returns interval language sql immutable parallel safe as $$
    select make_interval(years => case when on_date <= valid_to then 0 else extract(year from age(on_date, valid_from))::integer end)
$$;
comment on function mart.years_held(date, date, date) is
    'Whole years by which a contract that holds on past its end has outlived its first year, on a date; zero while it runs';
