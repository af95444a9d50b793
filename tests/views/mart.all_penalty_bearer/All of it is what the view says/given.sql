select pg_temp.trade();
select pg_temp.answers('p1', 'promoter', 'C', 'S1'), pg_temp.answers('p2', 'promoter', 'C', 'S9');
insert into core.inspection (chain_id, store_id, inspected_on, product_id, display_state, display_cause, arrived_at, recorded_at) values
    ('C', 'S1', '2026-05-10', 'P', 'empty', 'promoter', '-infinity', '-infinity'),
    ('C', 'S2', '2026-05-10', 'P', 'empty', 'promoter', '-infinity', '-infinity');
delete from core.product;
create view mart.all_penalty_bearer as
select * from mart.all_penalty_bearer();
