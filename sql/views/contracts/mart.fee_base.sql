-- What a clause takes its per cent of: goods, less returns unless its base is goods alone, with or without VAT.
create function mart.fee_base(base text, basis text, goods numeric, returned numeric, net_goods numeric, net_returned numeric)
returns numeric language sql immutable parallel safe as $$
    select case basis when 'excluding' then net_goods else goods end
        + case when base = 'goods' then 0 when basis = 'excluding' then net_returned else returned end
$$;
comment on function mart.fee_base(text, text, numeric, numeric, numeric, numeric) is
    'RMB that a clause takes its per cent of: goods, less returns unless its base is goods alone, with or without VAT';
