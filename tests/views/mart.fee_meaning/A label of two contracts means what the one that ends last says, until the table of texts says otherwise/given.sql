select pg_temp.trade();
-- 推广费 was the fee a_poster of last year's contract and is z_display of this year's. Our table splits 堆头费 in two.
select pg_temp.contract('K25', '2025-01-01', '2025-12-31'), pg_temp.term('K25', '1', 'a_poster', 'fixed', 100),
    pg_temp.contract('K26'), pg_temp.term('K26', '1', 'z_display', 'fixed', 100), pg_temp.term('K26', '2', 'stack', 'fixed', 100);
update core.contract_term set labels = case fee_code when 'stack' then 'ＤＭ 费|堆头费' else '推广费' end;
select pg_temp.means('堆头费', 'end_rack', 1::smallint, 60), pg_temp.means('堆头费', 'poster', 2::smallint);
