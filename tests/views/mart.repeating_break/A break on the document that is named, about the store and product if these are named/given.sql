select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20),
    pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
-- The file of this name holds a function; a table of the case's own shows its answers.
create table mart.repeating_break (says text, kind text);
insert into mart.repeating_break
select says, found.kind
from (values ('1 the statement', 'A', null, null, null), ('2 the note, whatever the statement', 'B', 'N1', null, null),
        ('3 its store and product', 'A', null, 'S1', 'P'), ('4 another product', 'A', null, null, 'Q'),
        ('5 another store', 'A', null, 'S2', null), ('6 another statement', 'B', null, null, null))
    as asked (says, statement, note, store, product)
left join lateral mart.repeating_break('C', statement, note, store, product) as found on true;
