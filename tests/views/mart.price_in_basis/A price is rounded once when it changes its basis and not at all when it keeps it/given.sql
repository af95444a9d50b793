-- The file of this name holds a function; a view of the case's own shows it.
create view mart.price_in_basis as
select says, value from (values
    ('as stated', mart.price_in_basis(3.33333, false, 0.13, false, 2)),
    ('into including: 3.3333 × 1.13 = 3.766629', mart.price_in_basis(3.3333, false, 0.13, true, 2)),
    ('into excluding: 4.15 ÷ 1.13 = 3.672566', mart.price_in_basis(4.15, true, 0.13, false, 4)),
    ('four decimals at most: 4.15 ÷ 1.13', mart.price_in_basis(4.15, true, 0.13, false, 6)),
    ('fewer where the account has fewer: 4.15 ÷ 1.13', mart.price_in_basis(4.15, true, 0.13, false, 2))) as shown (says, value);
