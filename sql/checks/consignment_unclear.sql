-- severity: warn
-- Goods are on consignment and a statement settles them, but what was sold is not known: no till sale of the account's stores in the
-- statement's period. Ask for the sales report, or say in config/chains which supplier code each store settles under.
select distinct head.chain_id, head.account_id, head.statement_number
from core.statement head
join mart.consigned_account consigned on consigned.chain_id = head.chain_id and consigned.account_id = head.account_id
    and head.period_to between consigned.valid_from and consigned.valid_to
where core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)
    and exists (
        select from core.statement_line line
        where line.chain_id = head.chain_id and line.statement_number = head.statement_number and line.kind = 'goods'
            and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))
    and not exists (
        select from mart.sold_line sold
        where sold.chain_id = head.chain_id and sold.account_id = head.account_id and sold.load_id is not null
            and sold.received_on between head.period_from and head.period_to)
order by 1, 2, 3
