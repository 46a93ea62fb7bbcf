import { describe, expect, it } from "vitest";
import { readSettings } from "./env.ts";

describe("settings that are not right are refused by their names", () => {
  const away = { SMAREGI_ID_URL: "http://127.0.0.1:9", SMAREGI_API_URL: "http://127.0.0.1:9" };
  it.each([
    ["all of them at once", { PORT: "x", ROLE: "boss" }, /PORT[^]*ROLE/],
    ["one address of Smaregi without the other", { SMAREGI_ID_URL: away.SMAREGI_ID_URL }, /go together/],
    ["a key that is too short", { ...away, MUSUBI_SECRET_KEY: "short" }, /MUSUBI_SECRET_KEY[^]*32 bytes/],
    ["mail without a sender", { SMTP_URL: "smtp://mail.example" }, /MAIL_FROM is missing/],
    ["operators' mail without a server", { OPERATOR_EMAIL: "ops@musubi.example" }, /SMTP_URL is missing/],
    ["waits that are no seconds", { OUTBOX_RETRY_SECONDS: "5,soon" }, /OUTBOX_RETRY_SECONDS/],
    ["a rate of nothing", { SMAREGI_READS_PER_SECOND: "0" }, /SMAREGI_READS_PER_SECOND/],
  ])("%s", (_, env, words) => {
    expect(() => readSettings(env)).toThrow(words);
  });

  it("behind a pooler nothing is kept prepared, unless it is asked for", () => {
    const direct = { DATABASE_DIRECT_URL: "postgres://db.example/musubi" };
    expect(readSettings({}).prepared).toBe(true);
    expect(readSettings(direct).prepared).toBe(false);
    expect(readSettings({ ...direct, DATABASE_PREPARED: "1" }).prepared).toBe(true);
  });

  it("nothing is traced, unless a collector is named", () => {
    const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };
    expect(readSettings({}).tracing).toBeUndefined();
    expect(readSettings(collector).tracing).toEqual({ protocol: "http/protobuf" });
    expect(readSettings({ ...collector, OTEL_SDK_DISABLED: "true" }).tracing).toBeUndefined();
    const json = { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/json" };
    expect(readSettings({ ...collector, ...json }).tracing).toEqual({ protocol: "http/json" });
    expect(() => readSettings({ ...collector, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" })).toThrow(
      /OTLP_PROTOCOL/,
    );
  });

  it("an empty one counts as not set", () => {
    expect(readSettings({ PORT: "", DATABASE_URL: "" })).toEqual(readSettings({}));
  });

  it("a space or a carriage return at an end of one is none of it: a file of settings may come from Windows", () => {
    const each = {
      DATA_DIR: "./data",
      DATABASE_URL: "postgres://musubi@db.example/musubi",
      HOST: "0.0.0.0",
      MAIL_FROM: "shop@musubi.example",
      NODE_ENV: "production",
      ROLE: "web",
      SMAREGI_CLIENT_ID: "app",
      SMAREGI_CLIENT_SECRET: "secret",
      SMAREGI_WEBHOOK_HEADER: "X-Musubi-Secret",
      SMAREGI_WEBHOOK_SECRET: "word",
      SMTP_URL: "smtp://mail.example",
    };
    const asSaved = Object.entries(each).map(([name, value]) => [name, ` ${value}\r`]);
    expect(readSettings(Object.fromEntries(asSaved))).toEqual(readSettings(each));
    expect(readSettings({ PORT: " ", SMAREGI_WEBHOOK_SECRET: "\r" })).toEqual(readSettings({}));
  });
});
