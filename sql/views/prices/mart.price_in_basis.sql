-- A price is brought into another basis once, from what was stated: in its own basis it is used as stated.
create function mart.price_in_basis(unit_price numeric, is_including boolean, vat_rate numeric, to_including boolean, decimals integer)
returns numeric language sql immutable parallel safe as $$
    select case when is_including = to_including then unit_price
        when to_including then round(unit_price * (1 + vat_rate), decimals)
        else round(unit_price / (1 + vat_rate), least(decimals, 4)) end
$$;
comment on function mart.price_in_basis(numeric, boolean, numeric, boolean, integer) is
    'A unit price brought into the wanted basis, rounded to the decimals (at most four for excluding); used as stated where it has it '
    'already';
