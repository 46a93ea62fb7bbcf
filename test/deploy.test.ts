import { spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openContext, openLog } from "../src/context.ts";
import { readSettings } from "../src/env.ts";
import { packageRoot } from "../src/kit/package-root.ts";
import { settingsText } from "../src/settings-help.ts";
import { watchGauges } from "../src/status/gauges/watch-gauges.ts";
import { sealingKeysOf } from "../src/kit/sealed.ts";

const at = (path: string) => join(packageRoot, path);
const read = (path: string) => readFile(at(path), "utf8");
const alerts = await read("deploy/monitoring/alerts.yml");

/**
 * The names of the metrics that a process serves at `/metrics`, from the registry itself: also the gauges of what
 * waits and Node's own.
 */
async function servedNames(): Promise<Set<string>> {
  const ctx = openContext({
    settings: readSettings({}),
    connection: "postgres://nobody@127.0.0.1:9/nowhere",
    smaregi: { idUrl: "http://127.0.0.1:9", apiUrl: "http://127.0.0.1:9" },
    sealingKeys: sealingKeysOf([Buffer.alloc(32)]),
    log: openLog("silent"),
  });
  watchGauges(ctx);
  const types = ctx.metrics.registry.getMetricsAsArray();
  await ctx.close();
  return new Set(types.map(({ name }) => name));
}

const metricsIn = (text: string) =>
  new Set(
    [...text.matchAll(/\b(?:musubi|nodejs|process)_[a-z0-9_]+/g)].map(([name]) =>
      name.replace(/_(count|bucket|sum)$/, ""),
    ),
  );

/** Each alert with its query. */
const asked = new Map(
  [...alerts.matchAll(/- alert: (\w+)\n(?: +#.*\n)* +expr: (.*)\n/g)].map(([, name, text]) => [name, text]),
);

describe("what is watched", () => {
  it.each(["alerts.yml", "dashboard.json"])("%s asks for no number that nobody serves", async (name) => {
    const served = await servedNames();
    const text =
      name === "alerts.yml" ? [...asked.values()].join("\n") : await read(`deploy/monitoring/${name}`);
    const metrics = [...metricsIn(text)];
    expect(metrics.length).toBeGreaterThan(10);
    expect(metrics.filter((metric) => !served.has(metric))).toEqual([]);
  });

  it("each silent case of the fault run has its alert, and each alert its case", async () => {
    const rows = (await read("docs/faults.md")).matchAll(/^\| .* \| (.*) \| `(Musubi\w+)` \|$/gm);
    const cases = [...rows].map(([, seenBy, alert]) => ({ seenBy: seenBy ?? "", alert: alert ?? "" }));
    expect(cases.map(({ alert }) => alert).toSorted()).toEqual([...asked.keys()].toSorted());
    const blind = cases.filter(({ seenBy, alert }) =>
      [...seenBy.matchAll(/`(\w+)`/g)].some(
        ([, metric]) => asked.get(alert)?.includes(metric ?? "") !== true,
      ),
    );
    expect(blind).toEqual([]);
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

it("no script holds a word that Windows does not know; its exec is a file", async () => {
  const { scripts } = JSON.parse(await read("package.json")) as { scripts: Record<string, string> };
  const plain = /^(?:exec )?(node|tsx|vitest|stryker|oxfmt)( [\w./:=-]+)*$/;
  expect(Object.entries(scripts).filter(([, words]) => !plain.test(words))).toEqual([]);
  // Without it, the shell between npm and Node would exit on npm's signal and leave Node running.
  expect(await read("exec.cmd")).toMatch(/^@%\*\r$/m);
});

describe("the examples of deploy/", () => {
  it("set nothing that is no setting", async () => {
    const known = new Set(
      settingsText()
        .match(/^ {2}[A-Z_]+/gm)
        ?.map((name) => name.trim()),
    );
    // The variables that the files themselves set, and Node's own.
    const others = ["NODE_ENV", "MUSUBI_HOST", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"];
    for (const name of others) known.add(name);
    const files = (await readdir(at("deploy"), { recursive: true })).filter((name) => /\./.test(name));
    const texts = await Promise.all(["Dockerfile", ...files].map((name) => read(join("deploy", name))));
    const set = texts.join("\n").matchAll(/(?:^|[ {])([A-Z][A-Z_]{3,})(?:=|: )/gm);
    expect([...set].map(([, name]) => name ?? "").filter((name) => !known.has(name))).toEqual([]);
  });

  it("let in a file as large as Musubi takes", async () => {
    const [, taken] = /上限は(\d+)MBです/.exec(await read("docs/csv.md")) ?? [];
    const [, letIn] = /client_max_body_size (\d+)m;/.exec(await read("deploy/nginx.conf")) ?? [];
    expect(Number(letIn)).toBeGreaterThan(Number(taken));
    expect(await read("docs/deploying.md")).toContain(`lets ${taken} MB in for files`);
  });
});
