import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ConfigEnv } from "vite";
import { describe, expect, it } from "vitest";
import pages from "../vite.config.ts";

const root = resolve(import.meta.dirname, "..");

/**
 * The oldest browsers that the pages support, as in docs/design.md: many tills use iPads whose last version is iPadOS 16.
 */
const oldest = ["chrome111", "edge111", "firefox114", "safari16.4", "ios16.4"];

/**
 * What the oldest of them lack. The build converts newer syntax, but adds no missing browser features; a page may use a feature that
 * is only an extra (`text-wrap: pretty`).
 */
const younger = [
  /\bcheckVisibility\b/,
  /\b(?:show|hide|toggle)Popover\b|\bpopover(?:Target)?=/,
  /\bURL\.(?:canParse|parse)\b/,
  /\bAbortSignal\.any\b/,
  /\brequestIdleCallback\b/,
  /\b(?:groupBy|withResolvers|fromAsync)\(/,
  /\blight-dark\(/,
  /@(?:starting-style|scope|position-try)\b/,
  /\b(?:field-sizing|scrollbar-gutter|interpolate-size|anchor-name):/,
];

function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(tsx?|js|css|html)$/.test(name) && !/\.(test|fixture)\.ts$/.test(name))
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(root, folder, name), "utf8") }));
}

describe("the browsers that the pages are for", () => {
  it("are those that the build writes for, and that docs/design.md names", () => {
    const settings: ConfigEnv = { command: "build", mode: "production" };
    expect(pages(settings).build?.target).toEqual(oldest);
    expect(pages({ ...settings, mode: "shop" }).build?.target).toEqual(oldest);
    const told = readFileSync(join(root, "docs/design.md"), "utf8");
    for (const name of ["Safari 16.4", "Chrome and Edge 111", "Firefox 114"]) expect(told).toContain(name);
  });

  it.each(["console", "shop", "practice", "sandbox/till"])(
    "an iPhone takes no code or number of %s for a telephone's",
    (folder) => {
      const page = readFileSync(join(root, folder, "index.html"), "utf8");
      expect(page).toContain('<meta name="format-detection" content="telephone=no" />');
    },
  );

  it("give a day that is half typed as nothing: each field of a day or a time says so (DayField)", () => {
    const plain = ["ui", "console", "shop", "practice"]
      .flatMap(sources)
      .filter(
        ({ path, text }) =>
          path !== join("ui", "DayField.tsx") &&
          /<\w*Input\b[^<]*type="(?:date|time|month|datetime-local)"/.test(text),
      );
    expect(plain.map(({ path }) => path)).toEqual([]);
  });

  it("take nothing in a form that is being saved: each that asks before it is left holds its fields (Held)", () => {
    // The grid of かんたん商品一括変更 keeps what is entered meanwhile.
    const open = sources("console").filter(
      ({ text }) => /\buseLeaveGuard\(/.test(text) && !/<Held\b/.test(text) && !/\bnew Sheet\(/.test(text),
    );
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  it.each(["ui", "console", "shop", "practice", "sandbox/till"])("have all that %s uses", (folder) => {
    const used = sources(folder).flatMap(({ path, text }) =>
      younger.flatMap((each) => (each.exec(text) ?? []).slice(0, 1).map((name) => `${path}: ${name}`)),
    );
    expect(used).toEqual([]);
  });
});
