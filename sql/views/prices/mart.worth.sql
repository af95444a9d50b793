-- Worth W(q, p, rate): what a quantity is worth including VAT (docs/money.md#worth). A function, so that the
-- formula stands once. Numeric round() rounds half away from zero.
create function mart.worth(quantity numeric, unit_price numeric, vat_rate numeric, including boolean)
returns numeric language sql immutable parallel safe as $$
    select case when including then round(quantity * unit_price, 2)
        else round(quantity * unit_price, 2) + round(round(quantity * unit_price, 2) * vat_rate, 2) end
$$;
comment on function mart.worth(numeric, numeric, numeric, boolean) is
    'Worth of a quantity in RMB including VAT, from a unit price including or excluding it';
