-- Switched on in the console although the connection test was not green: since when and by whom, until a test is.
alter table connections add column forced_at timestamptz;
alter table connections add column forced_by text;
-- When the connection as it is now was last tested with nothing wrong; null: not since its place or app changed.
alter table connections add column tested_at timestamptz;
-- What the test found wrong in a connection to be (null: it was not tested), and how old the saved one was that it was to replace.
alter table connection_previews add column failed_checks text[];
alter table connection_previews add column over_saved_at timestamptz;
-- The app that proved a contract in the console, until a connection with the contract is saved.
alter table contract_proofs add column client_id text;
alter table contract_proofs add column client_secret_sealed bytea;
-- The page that a sign-in at Smaregi comes back to; null: that of the connection.
alter table proof_attempts add column back_to text check (back_to in ('start'));

-- Variations that a checked file would link, with the Smaregi products: what their quantities would become is shown before it is run.
create table bulk_job_pairs (
  merchant_id uuid not null,
  job_id uuid not null,
  variation_id uuid not null,
  smaregi_product_id text not null,
  primary key (merchant_id, job_id, variation_id)
);
-- distribute: bulk_job_pairs
alter table bulk_job_pairs add foreign key (merchant_id, job_id) references bulk_jobs (merchant_id, id) on delete cascade;
