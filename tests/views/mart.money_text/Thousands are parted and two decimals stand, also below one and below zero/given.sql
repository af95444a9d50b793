-- The file of this name holds a function; a view of the case's own shows it.
create view mart.money_text as
select amount, mart.money_text(amount) as text from (values (0), (0.5), (1234567.891), (-1234.5)) as shown (amount);
