select pg_temp.trade(), pg_temp.tolerated('quantity', 2, 1);
select pg_temp.ordered('A1', 'P', 10), pg_temp.ordered('A2', 'P', 10), pg_temp.ordered('A3', 'P', 10);
select pg_temp.delivered('N1', 'A1', 'P', 10), pg_temp.delivered('N2', 'A2', 'P', 10), pg_temp.delivered('N3', 'A3', 'P', 10);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 54.50 + 163.50 + 98.10);
select pg_temp.settled('T1', 1, 'P', 5, 10, 54.50, note => 'N1'), pg_temp.settled('T1', 2, 'P', 15, 10, 163.50, note => 'N2'),
    pg_temp.settled('T1', 3, 'P', 9, 10, 98.10, note => 'N3');
create view mart.all_statement_difference as
select * from mart.all_statement_difference();
