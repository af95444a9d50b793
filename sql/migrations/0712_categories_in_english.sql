-- English papers name the category of a product where master data do.
alter table core.product add column category_en text;
comment on column core.product.category_en is 'The category''s English name; null where none is given';
