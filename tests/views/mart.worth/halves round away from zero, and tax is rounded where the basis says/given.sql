-- The file of this name holds functions; a view of the case's own shows them.
create view mart.worth as
select says, round(value, 4) as value from (values
    ('worth excluding: 7 at 3.3333 and 13 %: 23.33 + 3.03', mart.worth(7, 3.3333, 0.13, false)),
    ('worth including: the same price, rounded once', mart.worth(7, 3.3333, 0.13, true)),
    ('a half is rounded away from zero', mart.worth(1, 0.005, 0, true)),
    ('also below zero', mart.worth(-1, 0.005, 0, true)),
    ('tax of a half cent: 0.50 × 9 % = 0.045', mart.worth(1, 0.50, 0.09, false)),
    ('price of the same basis is used as stated', mart.price_in_basis(3.3333, false, 0.13, false, 4)),
    ('brought into including: round(3.3333 × 1.13, 2)', mart.price_in_basis(3.3333, false, 0.13, true, 2)),
    ('brought into excluding: at most four decimals', mart.price_in_basis(4.15, true, 0.13, false, 6)),
    ('lower limit of a shortage: 3 absolute and 2 % of 100: the smaller', mart.tolerance_limit(-1, 100, 3, 5, 2, 10)),
    ('upper limit of a surplus: 5 absolute and 10 % of 100: the smaller', mart.tolerance_limit(1, 100, 3, 5, 2, 10)),
    ('only a percentage is set', mart.tolerance_limit(1, 40, null, null, null, 10))) as shown (says, value);
