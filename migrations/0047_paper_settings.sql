-- Who issues the shop's papers (納品書), and what its carrier's files say of the sender.
create table paper_settings (
  merchant_id uuid primary key references merchants,
  issuer text not null default '',
  postal_code text not null default '',
  address text not null default '',
  phone text not null default '',
  -- 登録番号 of 適格請求書発行事業者: T and 13 digits; blank: the shop has none.
  registration_number text not null default '',
  note text not null default '',
  -- B2クラウド: 請求先顧客コード, 請求先分類コード, 運賃管理番号, 送り状種類, 品名.
  b2_customer text not null default '',
  b2_class text not null default '',
  b2_freight text not null default '01',
  b2_kind text not null default '0',
  b2_goods text not null default ''
);
-- distribute: paper_settings
