-- The rows of core.kept_supply_line for any moment, behind a fence: planned when it is called, and taken for few rows where nobody calls
-- it. In line, the planner guesses its joins at many times all the goods there are, and plans whatever reads the kept form beside it for
-- that (decision 0290). A past moment that is kept aside is read, any other computed; as the owner, as a
-- view would, since who reads mart may read no facts.
-- Depends on: mart.computed_supply_line, mart.past_figures_id
create function mart.supply_line_at_clock() returns setof core.kept_supply_line language plpgsql stable parallel safe rows 10000
security definer set search_path = '' as $$
declare
    past constant bigint := mart.past_figures_id();
begin
    if past is not null then
        return query select (kept.line).* from core.past_supply_line as kept where kept.past_id = past;
    else
        return query execute '
            select chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return, received_on, month, region, city,
                received_quantity, unit_price,
                net_amount, net_amount_including, is_ordered
            from mart.computed_supply_line';
    end if;
end
$$;
comment on function mart.supply_line_at_clock() is 'mart.computed_supply_line in the columns of core.kept_supply_line';
