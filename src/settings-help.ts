/** One line of `--help`: what a setting means, and its default. */
type Setting = { name: string; meaning: string };

const settingsHelp: Setting[] = [
  { name: "PORT", meaning: "port of the web server, 3000; 0 takes a free one and prints it" },
  {
    name: "HEALTH_PORT",
    meaning:
      "port of /healthz, /readyz and /metrics in every role, PORT + 2; where that is taken, or with 0, a free one",
  },
  { name: "HOST", meaning: "address that it listens on, 127.0.0.1" },
  {
    name: "DATABASE_URL",
    meaning:
      "a PostgreSQL (15 or later), of one host or several with commas between them; without it the embedded one",
  },
  {
    name: "DATABASE_DIRECT_URL",
    meaning: "the same database past a pooler: migrations, LISTEN and session locks; DATABASE_URL",
  },
  {
    name: "DATABASE_POOL",
    meaning: "connections of this process at the most, 24 (as many again by DATABASE_DIRECT_URL)",
  },
  { name: "WORKER_CONCURRENCY", meaning: "jobs of this process at once, 10" },
  {
    name: "DATABASE_PREPARED",
    meaning:
      "0: no statement is kept prepared, for a pooler that lends out connections by transaction; 0 where DATABASE_DIRECT_URL is set",
  },
  {
    name: "DATA_DIR",
    meaning: "where the embedded PostgreSQL and the practice mode keep their files, ./data",
  },
  { name: "ROLE", meaning: "all (default), web or worker" },
  {
    name: "STOP_DELAY_SECONDS",
    meaning:
      "how long a process that is told to stop still serves while /readyz says 503, for balancers that ask; 0",
  },
  {
    name: "SMAREGI_ID_URL",
    meaning: "Smaregi's token host; without it practice mode: the local Smaregi is started and used",
  },
  { name: "SMAREGI_API_URL", meaning: "Smaregi's API host; goes with SMAREGI_ID_URL" },
  { name: "SMAREGI_CLIENT_ID", meaning: "the operator's Smaregi app" },
  { name: "SMAREGI_CLIENT_SECRET", meaning: "its secret" },
  {
    name: "SMAREGI_WEBHOOK_HEADER",
    meaning: "name of the custom header that Smaregi sends with every notification",
  },
  { name: "SMAREGI_WEBHOOK_SECRET", meaning: "its value" },
  { name: "SMAREGI_READS_PER_SECOND", meaning: "reads per contract and second, 10" },
  { name: "SMAREGI_WRITES_PER_SECOND", meaning: "writes per contract and second, 4" },
  { name: "SMAREGI_TIMEOUT_MS", meaning: "how long one call to Smaregi may take, 10000" },
  {
    name: "MUSUBI_SECRET_KEY",
    meaning:
      "32 bytes in base64, encrypts credentials at rest; several with commas between, the newest last (musubi key rotate); made and kept in DATA_DIR/secret-key in practice mode",
  },
  {
    name: "PASSWORD_HASH_COST",
    meaning: "how dear it is to guess at a stolen password: scrypt's N as a power of 2, 17 (128 MB each)",
  },
  {
    name: "MUSUBI_PROXIES",
    meaning: "how many proxies of yours stand before the web server, 0: their X-Forwarded-For is believed",
  },
  { name: "SHOP_ORDERS_PER_ADDRESS", meaning: "buyers' orders an address and minute, 20; 0: no limit" },
  { name: "SHOP_ORDERS_PER_MERCHANT", meaning: "buyers' orders a merchant and minute, 300; 0: no limit" },
  { name: "SHOP_STREAMS_PER_ADDRESS", meaning: "open live streams of the shops an address, 10; 0: no limit" },
  {
    name: "MUSUBI_PRACTICE",
    meaning: "1: practice mode although NODE_ENV is production or HOST is not loopback",
  },
  {
    name: "PUBLIC_URL",
    meaning:
      "the address under which people reach this server, for the sign-in with Smaregi; that of the request",
  },
  { name: "SMTP_URL", meaning: "mail server (smtp://user:password@host:587); without it no mail is sent" },
  { name: "MAIL_FROM", meaning: "sender of the mails; goes with SMTP_URL" },
  { name: "OPERATOR_EMAIL", meaning: "who is told by mail what is wrong with the operation; needs SMTP_URL" },
  {
    name: "OUTBOX_ALLOW_PRIVATE",
    meaning: "1: webhooks may go to private and loopback addresses and to http; off",
  },
  {
    name: "OUTBOX_RETRY_SECONDS",
    meaning: "waits between tries to deliver, 5,300,1800,7200,18000,36000,50400",
  },
  {
    name: "INCIDENT_OPEN_AFTER_SECONDS",
    meaning: "how long a cause lasts before its incident opens; by cause",
  },
  { name: "INCIDENT_CLOSE_AFTER_SECONDS", meaning: "how long it is well before it closes, 600" },
  {
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    meaning: "a collector of traces (OpenTelemetry), such as http://127.0.0.1:4318; none: nothing is traced",
  },
  {
    name: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    meaning: "the same, as the whole address; OpenTelemetry's other variables count as well",
  },
  { name: "OTEL_EXPORTER_OTLP_PROTOCOL", meaning: "http/protobuf (default) or http/json" },
  { name: "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", meaning: "the same" },
  { name: "OTEL_SDK_DISABLED", meaning: "true: nothing is traced" },
  { name: "MUSUBI_DEMO", meaning: "0: no demo merchant and no demo data in practice mode" },
  { name: "MUSUBI_LOG", meaning: "debug, info (default), warn, error or silent" },
];

/** The text of `--help`. */
export function settingsText(): string {
  const width = Math.max(...settingsHelp.map((setting) => setting.name.length));
  return settingsHelp.map(({ name, meaning }) => `  ${name.padEnd(width)}  ${meaning}`).join("\n");
}
