import { z } from "zod";
import { urlsOf } from "./kit/hosts.ts";
import { sealingKeysOf, type SealingKeys } from "./kit/sealed.ts";

const limit = z.coerce.number().int().min(0).max(1_000_000);
const rate = z.coerce.number().positive().max(1000);
/** One host, or several with commas between them. */
const databaseUrl = z
  .string()
  .refine(
    (text) => urlsOf(text).every((each) => z.url({ protocol: /^postgres(ql)?$/ }).safeParse(each).success),
    {
      message:
        "must be postgres://user:password@host:5432/database, of one host or of several with commas between them",
    },
  );
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ""));

const schema = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    HEALTH_PORT: z.coerce.number().int().min(0).max(65535).optional(),
    HOST: z.string().default("127.0.0.1"),
    DATABASE_URL: databaseUrl.optional(),
    DATABASE_DIRECT_URL: databaseUrl.optional(),
    DATABASE_POOL: z.coerce.number().int().min(4).max(1000).default(24),
    WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(200).default(10),
    DATABASE_PREPARED: z.enum(["0", "1"]).optional(),
    DATA_DIR: z.string().default("./data"),
    ROLE: z.enum(["all", "web", "worker"]).default("all"),
    STOP_DELAY_SECONDS: z.coerce.number().min(0).max(300).default(0),
    SMAREGI_ID_URL: url.optional(),
    SMAREGI_API_URL: url.optional(),
    SMAREGI_CLIENT_ID: z.string().optional(),
    SMAREGI_CLIENT_SECRET: z.string().optional(),
    SMAREGI_WEBHOOK_HEADER: z
      .string()
      .regex(/^[A-Za-z0-9-]+$/)
      .optional(),
    SMAREGI_WEBHOOK_SECRET: z.string().optional(),
    SMAREGI_READS_PER_SECOND: rate.default(10),
    SMAREGI_WRITES_PER_SECOND: rate.default(4),
    SMAREGI_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(10_000),
    MUSUBI_SECRET_KEY: z
      .string()
      .transform((text) => text.split(",").map((key) => Buffer.from(key, "base64")))
      .refine(
        (keys) => keys.every((key) => key.length === 32),
        "must be 32 bytes in base64 (openssl rand -base64 32), or several such with commas between them",
      )
      .transform(sealingKeysOf)
      .optional(),
    PASSWORD_HASH_COST: z.coerce.number().int().min(10).max(20).default(17),
    MUSUBI_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    SHOP_ORDERS_PER_ADDRESS: limit.default(20),
    SHOP_ORDERS_PER_MERCHANT: limit.default(300),
    SHOP_STREAMS_PER_ADDRESS: limit.default(10),
    MUSUBI_PRACTICE: z.enum(["0", "1"]).default("0"),
    NODE_ENV: z.string().optional(),
    PUBLIC_URL: url.optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.string().max(300).optional(),
    OPERATOR_EMAIL: z.email().optional(),
    OUTBOX_ALLOW_PRIVATE: z.enum(["0", "1"]).default("0"),
    OUTBOX_RETRY_SECONDS: z
      .string()
      .regex(/^\d{1,6}(,\d{1,6})*$/, "must be whole seconds with commas between them")
      .default("5,300,1800,7200,18000,36000,50400")
      .transform((text) => text.split(",").map(Number)),
    INCIDENT_OPEN_AFTER_SECONDS: z.coerce.number().int().min(0).max(86_400).optional(),
    INCIDENT_CLOSE_AFTER_SECONDS: z.coerce.number().int().min(0).max(86_400).default(600),
    OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url.optional(),
    OTEL_EXPORTER_OTLP_PROTOCOL: z.enum(["http/protobuf", "http/json"]).default("http/protobuf"),
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.enum(["http/protobuf", "http/json"]).optional(),
    OTEL_SDK_DISABLED: z.string().default("false"),
    MUSUBI_DEMO: z.enum(["0", "1"]).default("1"),
    MUSUBI_LOG: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  })
  .refine((env) => (env.SMAREGI_ID_URL === undefined) === (env.SMAREGI_API_URL === undefined), {
    message: "SMAREGI_ID_URL and SMAREGI_API_URL go together: set both, or neither for practice mode",
  })
  .refine((env) => env.SMTP_URL === undefined || env.MAIL_FROM !== undefined, {
    message: "MAIL_FROM is missing: SMTP_URL needs a sender",
  })
  .refine((env) => env.OPERATOR_EMAIL === undefined || env.SMTP_URL !== undefined, {
    message: "SMTP_URL is missing: OPERATOR_EMAIL needs a mail server",
  });

export type Settings = {
  port: number;
  /** undefined: `port` + 2, or any free port. */
  healthPort: number | undefined;
  host: string;
  databaseUrl: string | undefined;
  /** True if the statements of hot paths are prepared once for each connection. */
  prepared: boolean;
  /** The database without the pooler; undefined if there is no pooler. */
  directUrl: string | undefined;
  databasePool: number;
  workerConcurrency: number;
  dataDir: string;
  role: "all" | "web" | "worker";
  /** How long it still serves requests after it was told to stop; it says meanwhile that it is not ready. */
  stopDelaySeconds: number;
  /** undefined: practice mode, with the local Smaregi. */
  smaregi: { idUrl: string; apiUrl: string } | undefined;
  clientId: string | undefined;
  clientSecret: string | undefined;
  webhookHeader: string | undefined;
  webhookSecret: string | undefined;
  readsPerSecond: number;
  writesPerSecond: number;
  timeoutMs: number;
  /** From MUSUBI_SECRET_KEY. */
  sealingKeys: SealingKeys | undefined;
  /** scrypt's N for passwords, as a power of 2. */
  passwordCost: number;
  /** The number of proxies in front of the web server. */
  proxies: number;
  /** Limits for everyone in the shops; 0 means no limit. Orders per minute, and streams at the same time. */
  shopLimits: { ordersPerAddress: number; ordersPerMerchant: number; streamsPerAddress: number };
  /** True if practice mode may run on any machine. */
  practiceAllowed: boolean;
  production: boolean;
  /** Without a slash at its end; undefined: as the request names it. */
  publicUrl: string | undefined;
  /** undefined: no mail is sent. */
  mail: { url: string; from: string } | undefined;
  /** undefined: operators learn of problems only by the log and the gauges. */
  operatorEmail: string | undefined;
  /** True if events may go to any address, also over http. */
  outboxAllowPrivate: boolean;
  /** The waits between tries to deliver. */
  outboxRetrySeconds: number[];
  /** undefined: each cause has its own time. */
  incidentOpenAfterSeconds: number | undefined;
  incidentCloseAfterSeconds: number;
  /** How spans are sent to a collector; undefined: no spans are made. */
  tracing: { protocol: "http/protobuf" | "http/json" } | undefined;
  demo: boolean;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
};

/**
 * Reads the settings. Throws an Error that names each wrong one. An empty value counts as absent. Spaces at both ends are removed,
 * because a file that was saved on Windows adds a carriage return to each value.
 */
export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const);
  const given = Object.fromEntries(trimmed.filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The settings are not right:\n${lines.join("\n")}`);
  }
  const it = parsed.data;
  return {
    port: it.PORT,
    healthPort: it.HEALTH_PORT,
    host: it.HOST,
    databaseUrl: it.DATABASE_URL,
    prepared: (it.DATABASE_PREPARED ?? (it.DATABASE_DIRECT_URL === undefined ? "1" : "0")) === "1",
    directUrl: it.DATABASE_DIRECT_URL,
    databasePool: it.DATABASE_POOL,
    workerConcurrency: it.WORKER_CONCURRENCY,
    dataDir: it.DATA_DIR,
    role: it.ROLE,
    stopDelaySeconds: it.STOP_DELAY_SECONDS,
    smaregi:
      it.SMAREGI_ID_URL !== undefined && it.SMAREGI_API_URL !== undefined
        ? { idUrl: it.SMAREGI_ID_URL, apiUrl: it.SMAREGI_API_URL }
        : undefined,
    clientId: it.SMAREGI_CLIENT_ID,
    clientSecret: it.SMAREGI_CLIENT_SECRET,
    webhookHeader: it.SMAREGI_WEBHOOK_HEADER,
    webhookSecret: it.SMAREGI_WEBHOOK_SECRET,
    readsPerSecond: it.SMAREGI_READS_PER_SECOND,
    writesPerSecond: it.SMAREGI_WRITES_PER_SECOND,
    timeoutMs: it.SMAREGI_TIMEOUT_MS,
    sealingKeys: it.MUSUBI_SECRET_KEY,
    passwordCost: it.PASSWORD_HASH_COST,
    proxies: it.MUSUBI_PROXIES,
    shopLimits: {
      ordersPerAddress: it.SHOP_ORDERS_PER_ADDRESS,
      ordersPerMerchant: it.SHOP_ORDERS_PER_MERCHANT,
      streamsPerAddress: it.SHOP_STREAMS_PER_ADDRESS,
    },
    practiceAllowed: it.MUSUBI_PRACTICE === "1",
    production: it.NODE_ENV === "production",
    publicUrl: it.PUBLIC_URL,
    mail:
      it.SMTP_URL !== undefined && it.MAIL_FROM !== undefined
        ? { url: it.SMTP_URL, from: it.MAIL_FROM }
        : undefined,
    operatorEmail: it.OPERATOR_EMAIL,
    outboxAllowPrivate: it.OUTBOX_ALLOW_PRIVATE === "1",
    outboxRetrySeconds: it.OUTBOX_RETRY_SECONDS,
    incidentOpenAfterSeconds: it.INCIDENT_OPEN_AFTER_SECONDS,
    incidentCloseAfterSeconds: it.INCIDENT_CLOSE_AFTER_SECONDS,
    tracing:
      it.OTEL_SDK_DISABLED.toLowerCase() === "true" ||
      (it.OTEL_EXPORTER_OTLP_ENDPOINT ?? it.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) === undefined
        ? undefined
        : { protocol: it.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? it.OTEL_EXPORTER_OTLP_PROTOCOL },
    demo: it.MUSUBI_DEMO === "1",
    logLevel: it.MUSUBI_LOG,
  };
}
