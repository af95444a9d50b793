-- RMB with two decimals and thousands commas, as formulas show it.
create function mart.money_text(amount numeric) returns text language sql immutable parallel safe as $$
    select to_char(amount, 'FM999,999,999,999,990.00')
$$;
comment on function mart.money_text(numeric) is 'RMB with two decimals and thousands commas, as formulas show it';
