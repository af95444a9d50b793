-- Statements of one file whose period ends long after they arrived.
-- Parameters: @load, @arrived (day of arrival), @far (days), @chain, @per_store.
select row_number, 'date_far' as rule, 'period_to' as field, period_to as found, 1::bigint as row_count,
       format('不晚于到达日 %1$s 后 %2$s 天 at most %2$s days after it arrived on %1$s', to_char(@arrived::date, 'YYYY-MM-DD'), @far) as expected
from staging.statement
where load_id = @load and period_to > @arrived::date + @far
