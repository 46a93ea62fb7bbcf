import { spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../src/kit/package-root.ts";
import { settingsText } from "../src/settings-help.ts";

const at = (path: string) => join(packageRoot, path);
const read = (path: string) => readFile(at(path), "utf8");
const alerts = await read("deploy/monitoring/alerts.yml");

describe("what is watched", () => {
  it.each(["alerts.yml", "dashboard.json"])("%s asks for no number that nobody counts", async (name) => {
    const sources = ["src/kit/metrics.ts", "src/status/gauges/watch-gauges.ts"];
    const counted = (await Promise.all(sources.map(read))).join("\n");
    const known = new Set(counted.match(/musubi_[a-z_]+/g));
    const asked = new Set((await read(`deploy/monitoring/${name}`)).match(/musubi_[a-z_]+/g));
    const plain = (metric: string) => metric.replace(/_(count|bucket|sum)$/, "");
    expect(asked.size).toBeGreaterThan(10);
    expect([...asked].filter((metric) => !known.has(metric) && !known.has(plain(metric)))).toEqual([]);
  });

  it("each alert says what to do, and is tried in alerts.test.yml", async () => {
    const names = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    expect(alerts.match(/^ {10}action: /gm)).toHaveLength(names.length);
    const tried = await read("deploy/monitoring/alerts.test.yml");
    expect(names.filter((name) => !tried.includes(`  - name: ${name}\n`))).toEqual([]);
  });

  it("Prometheus' own tests of the alerts hold", ({ skip }) => {
    const words = ["test", "rules", at("deploy/monitoring/alerts.test.yml")];
    const { error, status, stdout, stderr } = spawnSync("promtool", words, { encoding: "utf8" });
    skip(error !== undefined, "promtool is not installed");
    expect(`${status} ${stdout}${stderr}`).toMatch(/^0 /);
  });
});

describe("the examples of deploy/", () => {
  it("set nothing that is no setting", async () => {
    const known = new Set(
      settingsText()
        .match(/^ {2}[A-Z_]+/gm)
        ?.map((name) => name.trim()),
    );
    // What the files themselves are given, and Node's own.
    const others = ["NODE_ENV", "MUSUBI_HOST", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"];
    for (const name of others) known.add(name);
    const files = (await readdir(at("deploy"), { recursive: true })).filter((name) => /\./.test(name));
    const texts = await Promise.all(["Dockerfile", ...files].map((name) => read(join("deploy", name))));
    const set = texts.join("\n").matchAll(/(?:^|[ {])([A-Z][A-Z_]{3,})(?:=|: )/gm);
    expect([...set].map(([, name]) => name ?? "").filter((name) => !known.has(name))).toEqual([]);
  });
});
