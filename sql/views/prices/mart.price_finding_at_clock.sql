-- The rows of core.kept_price_finding for any moment, behind a fence as mart.supply_line_at_clock: what reads the kept form is not
-- planned for what it does not read. A past moment that is kept aside is read, any other computed; as the owner, as a
-- view would, since who reads mart may read no facts.
-- Depends on: mart.computed_price_finding, mart.past_figures_id
create function mart.price_finding_at_clock() returns setof core.kept_price_finding language plpgsql stable parallel safe rows 100
security definer set search_path = '' as $$
declare
    past constant bigint := mart.past_figures_id();
begin
    if past is not null then
        return query select (kept.finding).* from core.past_price_finding as kept where kept.past_id = past;
    else
        return query execute '
            select chain_id, order_number, store_id, product_id, rule, statement_number, line_number, ordered_on, found_price,
                expected_price, likely_cause, neighbour_product_id, amount_at_stake, load_id, row_number
            from mart.computed_price_finding';
    end if;
end
$$;
comment on function mart.price_finding_at_clock() is 'mart.computed_price_finding in the columns of core.kept_price_finding';
