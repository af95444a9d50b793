select pg_temp.trade();
-- Two too few, nothing at all, nothing of a cancelled line, and wanted only after the as-of date: due dates are not judged here.
select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('D1', 'O1', 'P', 8);
select pg_temp.ordered('O2', 'P', 12), pg_temp.ordered('O3', 'P', 5, cancelled => true);
select pg_temp.ordered('O4', 'Q', 4, '2026-05-30', '2026-06-20');
-- More than ordered, in two notes, and of a cancelled line: the last note is shown.
select pg_temp.ordered('O5', 'P', 10), pg_temp.delivered('D51', 'O5', 'P', 6),
    pg_temp.delivered('D52', 'O5', 'P', 7, on_day => '2026-05-07');
select pg_temp.ordered('O6', 'P', 5, cancelled => true), pg_temp.delivered('D6', 'O6', 'P', 6, on_day => '2026-05-08');
-- Refused at the door; signed for more than the note says; a return.
select pg_temp.ordered('O7', 'P', 10), pg_temp.delivered('D7', 'O7', 'P', 10, 7);
select pg_temp.ordered('O8', 'P', 10), pg_temp.delivered('D8', 'O8', 'P', 9, 10), pg_temp.delivered('R8', 'O8', 'P', 3, kind => 'return');
-- Nobody ordered them: at the price of their own day, free goods at none.
select pg_temp.delivered('D9', '', 'Q', 3), pg_temp.delivered('D10', 'O99', 'P', 2, free => true);
-- A chain whose own orders say the price: 12.00 of the order counts, and the contract's where there is no order.
update core.chain set price_basis = 'order' where chain_id = 'G';
select pg_temp.ordered('G1', 'P', 10, printed => 12, chain => 'G'), pg_temp.delivered('E1', 'G1', 'P', 9, chain => 'G'),
    pg_temp.delivered('E2', '', 'P', 1, chain => 'G');
