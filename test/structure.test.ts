import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** The house's levels, from the top: a room imports only from lower levels, not from other rooms of its own. */
const levels: string[][] = [
  ["main", "command-line", "run-command"],
  ["open", "practice", "http", "worker", "commands"],
  ["status", "live"],
  ["operator"],
  ["reconcile", "link-assistant", "incidents", "order-jobs", "buyers"],
  ["stock-sync", "order-link", "plans", "papers"],
  ["catalog", "orders", "connection", "merchants", "maintenance"],
  ["smaregi-catalog"],
  ["stock", "smaregi", "link-log", "place", "signals", "transactions", "accounts", "limits"],
  ["outbox"],
  ["audit"],
  ["tasks", "tell", "env", "settings-help", "sealing"],
  ["kit"],
  ["facts"],
];

type Source = {
  path: string;
  room: string;
  text: string;
  imports: { from: string; path: string; typeOnly: boolean }[];
};

function read(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.(test|fixture)\.ts$/.test(name))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(root, path), "utf8");
      const imports = [...text.matchAll(/^(?:import|export)\s+(type\s+)?[^;]*?from\s+"([^"]+)";/gms)].map(
        (match) => {
          const from = match[2] ?? "";
          const whole = match[0];
          const named =
            /\{([^}]*)\}/s
              .exec(whole)?.[1]
              ?.split(",")
              .map((part) => part.trim())
              .filter(Boolean) ?? [];
          const typeOnly =
            match[1] !== undefined || (named.length > 0 && named.every((part) => part.startsWith("type ")));
          const target = from.startsWith(".") ? relative(root, resolve(root, dirname(path), from)) : from;
          return { from, path: target, typeOnly };
        },
      );
      return { path, room: roomOf(path), text, imports };
    });
}

function roomOf(path: string): string {
  const [top, next = ""] = path.split("/");
  return top === "src" ? next.replace(/\.ts$/, "") : (top ?? "");
}

const levelOf = (room: string): number => levels.findIndex((level) => level.includes(room));
const sources = read("src");
const sandbox = read("sandbox");
const pages = ["ui", "console", "shop", "practice"]
  .flatMap(read)
  .map((page) => ({ ...page, room: page.path.split("/")[0] }));

describe("the house", () => {
  it("has only rooms that the levels name", () => {
    const strange = sources
      .filter(({ room }) => room !== "context" && levelOf(room) === -1)
      .map(({ path }) => path);
    expect(
      strange,
      "name the room's level in test/structure.test.ts and docs/decisions/the-house.md",
    ).toEqual([]);
  });

  it("imports one way: from lower levels only, never sideways", () => {
    const wrong = sources.flatMap(({ path, room, imports }) =>
      imports.flatMap((each) => {
        const other = roomOf(each.path);
        if (!each.path.startsWith("src/") || other === room) return [];
        // The context is a parameter everywhere; only the top creates one.
        if (other === "context")
          return each.typeOnly || levelOf(room) <= 1
            ? []
            : [`${path} makes a context: take it as a parameter`];
        if (room === "context") return [];
        const down =
          levelOf(other) > levelOf(room) ||
          (levelOf(room) <= 1 && levelOf(other) === levelOf(room) && ["main", "command-line"].includes(room));
        return down ? [] : [`${path} imports ${each.path}: that belongs lower, or the caller does this`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps the local Smaregi apart: it imports nothing from src/, and src/ nothing from it", () => {
    const wrong = [
      ...sandbox.filter(({ imports }) => imports.some((each) => each.path.startsWith("src/"))),
      ...sources.filter(({ imports }) => imports.some((each) => each.path.startsWith("sandbox/"))),
    ].map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it("lets the pages see of the server only the types of its API, and of each other only ui/", () => {
    const wrong = pages.flatMap(({ path, room, imports }) =>
      imports
        .filter((each) => {
          const other = each.path.split("/")[0];
          if (other === "src") return !each.typeOnly || each.path !== "src/http/api-types.ts";
          return (
            ["ui", "console", "shop", "practice", "sandbox"].includes(other ?? "") &&
            other !== room &&
            other !== "ui"
          );
        })
        .map((each) => `${path} imports ${each.path}`),
    );
    expect(wrong).toEqual([]);
  });

  it("has SQL only in store.ts files and the kit", () => {
    const speaks = /\.(selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql(<[^`]*>)?`/;
    const wrong = sources
      .filter(({ path, room, text }) => speaks.test(text) && room !== "kit" && !path.endsWith("/store.ts"))
      .map(({ path }) => `${path}: SQL belongs into the room's store.ts`);
    expect(wrong).toEqual([]);
  });

  it("has pure rules: no clock, no chance, no I/O, no async; only types, other rules and facts imported, which are pure as well", () => {
    const isFact = (path: string) => path.startsWith("src/facts/");
    const wrong = sources
      .filter(({ path }) => path.endsWith("/rules.ts") || isFact(path))
      .flatMap(({ path, text, imports }) => {
        const impure = /\bDate\.now\(|new Date\(\)|Math\.random|\bawait\b|\basync\b|process\./.exec(text);
        const foreign = imports.filter(
          (each) => !each.typeOnly && !each.path.endsWith("/rules.ts") && !isFact(each.path),
        );
        return [
          ...(impure === null ? [] : [`${path}: ${impure[0]} comes as an argument`]),
          ...foreign.map((each) => `${path} imports ${each.from}`),
        ];
      });
    expect(wrong).toEqual([]);
  });

  it("keeps merchants apart: every store function names the merchant, but for those that are about all of them", () => {
    // Operators' commands, the sweep, and requests that arrive with a contract or key before the merchant is known.
    const aboutAll =
      /^(insertMerchant|readMerchants|endStanding|revokeKey|findByKey|accountsOfAddress|findSession|takeLink|lockAttempts|addAttempt|forgetAttempts|lockEachCaller|addAttempts|forgetNewest|closedCallers|accountsOfDevice|findLink|pruneSignIns|findByNumber|dueWork|merchantsToCatchUp|merchantsWithUnread|merchantsToReconcile|merchantsOf|beginPause|takeProbe|nextProbeAt|endPause|skipNumbers|restoredSince|liveMerchants|prune|pruneOutbox|hurryFarAhead|readsLeft|databasePace|countOrders|pruneOrderCounts|storeNotifications|leaveNotifiedSignals|askForChanges|sayChanges|takeNumbers|noteDone|readSeen|readOperatorIncidents|writeOperatorStep|noteMailed|readIncidentAges|holdSealingKey|readSealingKey|chooseSealingKey|chooseFirstKey|sealedOtherwise|replaceSealed|partsOf|countSealed|tracesOf|addChallenge|countChallenges|takeChallenge|pruneChallenges|findPasskey|merchantsToErase)$/;
    const wrong = sources
      .filter(({ path }) => path.endsWith("/store.ts"))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/\n(?:export )?(?:async )?function (\w+)\([^]*?\n\}\n/g)]
          .filter(
            (match) =>
              !aboutAll.test(match[1] ?? "") &&
              !/merchantId|merchant_id|Insertable<|isMirror\(/.test(match[0]),
          )
          .map((match) => `${path}: ${match[1]} does not say whose rows it means`),
      );
    expect(wrong).toEqual([]);
  });

  it("tells open pages of every change that they show: whoever writes such a table tells", () => {
    const shown =
      "products variations signals smaregi_pauses merchants orders order_log plans transactions integration_log sync_latencies held_zeros bulk_jobs reconciliations differences connections accounts api_keys contract_proofs smaregi_catalogs link_runs".split(
        " ",
      );
    const camel = shown.map((name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
    const writes = new RegExp(
      `(insert into|update|delete from) (${shown.join("|")})\\s|(insertInto|updateTable|deleteFrom)\\("(${camel.join("|")})"\\)`,
    );
    // Changes that no page shows: a new merchant, deletion of old data, how soon something is checked again, a trace.
    const unseen =
      /^(insertMerchant|skipNumbers|prune|renewSending|settleStock|askForChanges|putOffChanges|movementParts|askForProducts|noteReadUntil|leaveUnreadSignals|keepTrace)$/;
    const wrong = sources
      .filter(({ path }) => path.endsWith("/store.ts"))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/\n(?:export )?(?:async )?function (\w+)\([^]*?\n\}\n/g)]
          .filter((match) => writes.test(match[0]) && !unseen.test(match[1] ?? ""))
          .filter((match) => !/\btell(Signals|Moved)?\(/.test(match[0]))
          .map((match) => `${path}: ${match[1]} changes what pages show, and tells nobody`),
      );
    expect(wrong).toEqual([]);
  });

  it("changes a quantity in one statement only (B6)", () => {
    const wrong = sources
      .filter(
        ({ path, text }) =>
          path !== "src/stock/store.ts" && /set\s+quantity|\.set\(\{[^}]*\bquantity\b/.test(text),
      )
      .map(({ path }) => `${path}: quantities move through src/stock/store.ts writeMovements`);
    expect(wrong).toEqual([]);
  });

  it("reads process.env in env.ts, and starts and stops things in main.ts", () => {
    const allowed = new Set([
      "src/env.ts",
      "src/main.ts",
      "src/command-line.ts",
      "src/practice/local-smaregi.ts",
      // PATH, for the programs that it starts.
      "src/kit/embedded-postgres/start.ts",
    ]);
    const wrong = sources
      .filter(({ path, text }) => /process\.(env|exit)\b/.test(text) && !allowed.has(path))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it("keeps files small: at 250 lines, look for the second thing in them", () => {
    const long = [...sources, ...sandbox, ...pages]
      .filter(({ text }) => text.split("\n").length > 280)
      .map(({ path }) => path);
    // One declaration per table, so there is nothing to split.
    expect(long.filter((path) => path !== "src/kit/tables.ts")).toEqual([]);
  });

  it("says of every exported function what it does", () => {
    const silent = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/(^|\n)([^\n]*)\n(export (?:async )?function\*? (\w+))/g)]
        .filter((match) => !/\*\/\s*$/.test(match[2] ?? ""))
        .map((match) => `${path}: ${match[4]}`)
        .filter(() => !path.endsWith("/store.ts")),
    );
    expect(silent).toEqual([]);
  });

  it("gives no test a time of its own: what waits in it gives up by itself", () => {
    const folders = ["src", "sandbox", "test", "ui", "console", "shop", "practice"];
    const paths = folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        join(folder, name),
      ),
    );
    const short = paths
      .filter((path) => path.endsWith(".test.ts"))
      .filter((path) =>
        /\btimeout: \d|^ *\}, [12]?\d{0,2}_000\);$/m.test(readFileSync(join(root, path), "utf8")),
      );
    expect(short).toEqual([]);
  });
});
