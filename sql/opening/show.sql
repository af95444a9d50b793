-- What was brought along at the start, by kind and chain, with how much of it a portal's rows have taken the place of. The clocks are set.
select 'opening_statement' as what, o.chain_id as chain, count(*) as rows,
    count(*) - count(s.statement_number) as repeated, sum(o.stated_payable) as amount
from core.opening_statement o
left join mart.opening_statement s using (chain_id, statement_number)
where core.is_known(o.arrived_at, o.recorded_at, o.superseded_at, o.superseded_recorded_at)
group by o.chain_id
union all
select 'opening_claim', chain_id, count(distinct claim_number), count(distinct claim_number) filter (where repeated_key is not null),
    (select sum(c.amount) from core.opening_claim c where c.chain_id = m.chain_id
        and core.is_known(c.arrived_at, c.recorded_at, c.superseded_at, c.superseded_recorded_at))
from mart.opening_claim m
group by chain_id
union all
select 'opening_sale', chain_id, count(*), 0, sum(amount) from mart.opening_sale group by chain_id
order by 2, 1
