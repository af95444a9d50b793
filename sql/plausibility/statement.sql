-- Statements of one file whose period ends long after they arrived, and those whose number an earlier statement has, of a period
-- that shares no day with theirs: they would take its place. A correction may move its period by days.
-- Parameters: @load, @arrived (day of arrival), @far (days), @chain, @per_store.
select row_number, 'date_far' as rule, 'period_to' as field, period_to as found, null as found_text, 1::bigint as row_count,
       format('不晚于到达日 %1$s 后 %2$s 天 at most %2$s days after it arrived on %1$s', to_char(@arrived::date, 'YYYY-MM-DD'), @far)
           as expected
from staging.statement
where load_id = @load and period_to > @arrived::date + @far
union all
select s.row_number, 'other_period', 'statement_number', null,
       format('%s (%s – %s)', s.statement_number, to_char(s.period_from, 'YYYY-MM-DD'), to_char(s.period_to, 'YYYY-MM-DD')), 1::bigint,
       format('与已加载的同号对账单同一期 %1$s – %2$s，此文件会取代它 '
           'the period of the statement loaded before under this number, %1$s – %2$s, which it would replace',
           to_char(known.period_from, 'YYYY-MM-DD'), to_char(known.period_to, 'YYYY-MM-DD'))
from staging.statement s
join core.statement known on known.chain_id = @chain and known.statement_number = s.statement_number and known.superseded_at = 'infinity'
where s.load_id = @load and (s.period_to < known.period_from or s.period_from > known.period_to)
