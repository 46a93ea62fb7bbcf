-- What people read as the same is the same (P10): keys are compared, and words are found, in a folded form.

-- The law of src/kit/text/rules.ts, `folded`; a test holds the two together. Most codes are ASCII, and need none of it.
create function folded(words text) returns text language sql immutable parallel safe as $$
  select case
    when octet_length(words) = length(words) then btrim(regexp_replace(words, '\s+', ' ', 'g'))
    else normalize(btrim(regexp_replace(
      translate(
        regexp_replace(normalize(words, NFKC),
          '[\u00AD\u034F\u0600-\u0605\u061C\u06DD\u070F\u0890-\u0891\u08E2\u115F-\u1160\u17B4-\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U000110BD\U000110CD\U00013430-\U0001343F\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]', '', 'g'),
        '‐‑‒–—―⁃⁻₋−─━〜〰∼∾', '------------~~~~'),
      '[\s\u0085\u1680\u2028\u2029]+', ' ', 'g')), NFKC)
  end
$$;

-- A product code as it is compared; null: there is none, or an older product has one that reads the same. Such rows stay, found by their
-- exact code; a new write of the like is refused.
alter table products add column code_key text;
update products p set code_key = found.key from (
  select merchant_id, id, key, row_number() over (partition by merchant_id, key order by serial) as nth
  from (select merchant_id, id, serial, folded(product_code) as key from products
    where product_code is not null and deleted_at is null) keys
) found
where found.nth = 1 and p.merchant_id = found.merchant_id and p.id = found.id;
create unique index products_code_key on products (merchant_id, code_key) where deleted_at is null;

-- A variation's own code may stand several times.
alter table variations add column code_key text;
update variations set code_key = folded(product_code) where product_code is not null and deleted_at is null;
drop index variations_code;
create index variations_code_key on variations (merchant_id, code_key) where code_key is not null and deleted_at is null;

-- Words are found whatever their spelling: width, dashes, letters in parts, hiragana or katakana, capitals, blanks.
create or replace function search_text(words text) returns text language sql immutable parallel safe as $$
  select case
    when octet_length(words) = length(words) then regexp_replace(lower(words), '\s', '', 'g')
    else translate(replace(lower(folded(words)), ' ', ''),
      'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖゝゞ',
      'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶヽヾ')
  end
$$;
do $$
declare
  each record;
begin
  for each in select merchant_id, array_agg(id) as products from products group by merchant_id loop
    perform search_products(each.merchant_id, each.products);
  end loop;
end $$;
update order_search s set words = array_to_string(search_words(o), e'\n'), grams = search_grams(o.merchant_id, search_words(o))
from orders o
where o.merchant_id = s.merchant_id and o.serial = s.serial and s.words <> array_to_string(search_words(o), e'\n');
