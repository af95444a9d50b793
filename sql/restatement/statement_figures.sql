-- Keeps what each complete statement's figures are now, and closes what they were (core.settlement_figure). Parameters: @now.
create temp table figure_now on commit drop as
    select r.chain_id, r.account_id, r.statement_number, f.figure, f.amount
    from mart.statement_reconciliation r
    cross join lateral (values ('expected_payable', r.expected_payable), ('stated_payable', r.stated_payable),
        ('break_total', r.break_total)) f (figure, amount)
    where r.is_complete;

create temp table figure_changed on commit drop as
    select n.*, k.known_from
    from figure_now n
    join core.settlement_figure k using (chain_id, statement_number, figure)
    where k.known_to = 'infinity' and k.amount <> n.amount and k.known_from < @now;

-- What caused it, of the files that came since (month_figures.sql). The statement's own file explains a change first, then goods of its
-- account, then any other file of the chain, then our master data; of several alike the newest.
create temp table figure_cause on commit drop as
    with ranked as (
        -- The files that came since, the likeliest cause first.
        select c.chain_id, c.statement_number, l.load_id, count(*) over (partition by c.chain_id, c.statement_number) as load_count,
            row_number() over (partition by c.chain_id, c.statement_number order by
                exists (select from core.statement s where s.chain_id = c.chain_id and s.statement_number = c.statement_number
                    and s.load_id = l.load_id) desc,
                exists (select from core.statement_line s where s.chain_id = c.chain_id and s.statement_number = c.statement_number
                    and s.load_id = l.load_id) desc,
                exists (select from core.delivery_line d where d.chain_id = c.chain_id and d.account_id = c.account_id
                    and d.load_id = l.load_id) desc,
                l.chain_id desc, l.recorded_at desc, l.load_id desc) as place
        from (select distinct chain_id, account_id, statement_number from figure_changed) c
        join came l on l.chain_id in (c.chain_id, '')
    )
    select chain_id, statement_number, load_id, load_count from ranked where place = 1;

update core.settlement_figure k set known_to = @now
    from figure_changed c
    where (k.chain_id, k.statement_number, k.figure, k.known_from) = (c.chain_id, c.statement_number, c.figure, c.known_from);
insert into core.settlement_figure (chain_id, statement_number, figure, amount, account_id, known_from, load_id, load_count)
    select n.chain_id, n.statement_number, n.figure, n.amount, n.account_id, @now, case when c.figure is not null then l.load_id end,
        case when c.figure is not null then coalesce(l.load_count, 0) else 0 end
    from figure_now n
    left join figure_changed c using (chain_id, statement_number, figure)
    left join figure_cause l on l.chain_id = n.chain_id and l.statement_number = n.statement_number
    where not exists (select from core.settlement_figure k
        where (k.chain_id, k.statement_number, k.figure) = (n.chain_id, n.statement_number, n.figure) and k.known_to = 'infinity');
delete from core.settlement_figure_run;
insert into core.settlement_figure_run (checked_at, as_of) values (@now, core.as_of());
