-- Keeps the answer to the question that the transaction's clocks ask. Parameters: @keep (how many moments stay), @keepFigures (of how
-- many of them supply lines and price findings do), @lines (up to how many delivery lines of a warehouse they are kept at all).
create temp table asked on commit drop as select * from mart.flagged_settlement();
create temp table asked_sum on commit drop as select * from mart.statement_sum;
analyze asked, asked_sum;

delete from core.past_state
where knowledge = current_setting('ka.knowledge') and known_at = core.known_at()
    or past_id <= (select max(past_id) - @keep + 1 from core.past_state);
insert into core.past_state (knowledge, known_at, recorded_to)
select current_setting('ka.knowledge'), core.known_at(), greatest(mart.recorded_to(), (
    -- A price threshold concerns the figures below.
    select max(greatest(recorded_at, nullif(superseded_recorded_at, 'infinity'))) from core.rule_setting where rule_key like 'price.%'));

insert into core.past_settlement (past_id, settlement)
select (select mart.past_settlement_id()), row(a.*)::core.kept_settlement
from asked a
where is_differing;

insert into core.past_statement (past_id, chain_id, statement_number, entry_worth, goods_amount, deduction_amount, invoiceable_amount,
    payable_amount)
select (select mart.past_settlement_id()), chain_id, statement_number, coalesce(e.worth, 0), coalesce(l.goods_amount, 0),
    coalesce(l.deduction_amount, 0),
    coalesce(l.invoiceable_amount, 0), coalesce(l.payable_amount, 0)
from (select chain_id, statement_number, sum(entry_worth) as worth from asked where statement_number is not null group by chain_id,
    statement_number) e
full join asked_sum l using (chain_id, statement_number);

-- The figures of the latest moments, where they are few enough to be worth their place on the disk.
with told as (
    -- The moments that are no longer among the latest.
    select past_id from core.past_state where figures_as_of is not null order by past_id desc offset @keepFigures - 1
), dropped as (
    -- Their supply lines.
    delete from core.past_supply_line where past_id in (select past_id from told)
), dropped_too as (
    -- Their price findings.
    delete from core.past_price_finding where past_id in (select past_id from told)
)
update core.past_state set figures_as_of = null where past_id in (select past_id from told);

update core.past_state set figures_as_of = core.as_of()
where knowledge = current_setting('ka.knowledge') and known_at = core.known_at() and not mart.is_figures_kept()
    and not exists (select from core.delivery_line offset @lines);
insert into core.past_supply_line (past_id, line)
select state.past_id, row(line.chain_id, line.delivery_number, line.store_id, line.order_number, line.product_id, line.is_free,
    line.is_return, line.received_on, line.month, line.region, line.city, line.received_quantity, line.unit_price, line.net_amount,
    line.net_amount_including, line.is_ordered)::core.kept_supply_line
from core.past_state as state cross join mart.computed_supply_line as line
where state.knowledge = current_setting('ka.knowledge') and state.known_at = core.known_at() and state.figures_as_of = core.as_of();
insert into core.past_price_finding (past_id, finding)
select state.past_id, row(found.chain_id, found.order_number, found.store_id, found.product_id, found.rule, found.statement_number,
    found.line_number, found.ordered_on, found.found_price, found.expected_price, found.likely_cause, found.neighbour_product_id,
    found.amount_at_stake, found.load_id, found.row_number)::core.kept_price_finding
from core.past_state as state cross join mart.computed_price_finding as found
where state.knowledge = current_setting('ka.knowledge') and state.known_at = core.known_at() and state.figures_as_of = core.as_of();
analyze core.past_settlement, core.past_statement, core.past_supply_line, core.past_price_finding;
