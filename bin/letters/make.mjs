/*
 * Makes `ui/letters/`: Noto Sans JP in one weight, for readers whose machine has no Japanese font. The common letters
 * (ours, kana, and those of `common.txt`) are one file; the rest of JIS X 0208 is in small ones, and a page loads only
 * those it needs. Run it when words are added (a test reports that): `node bin/letters/make.mjs`
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../one-at-a-time.mjs";
import { npmCommand } from "../program-of.mjs";
import { allLetters, commonLetters } from "./letters.mjs";

// Only this script needs them, and the whole font is large, so they are not packages of the project.
const packages = ["@fontsource/noto-sans-jp@5.3.0", "subset-font@2.9.0"];
const lettersOfAFile = 24;

const folder = join(root, "ui", "letters");
const shelf = mkdtempSync(join(tmpdir(), "musubi-letters-"));
try {
  const options = { cwd: shelf, stdio: "inherit" };
  writeFileSync(join(shelf, "package.json"), "{}");
  const [npm, ...first] = npmCommand();
  const words = ["install", "--no-audit", "--no-fund", ...packages];
  const { status } = spawnSync(npm, [...first, ...words], options);
  if (status !== 0) throw new Error("npm could not bring the font");
  const require = createRequire(join(shelf, "package.json"));
  const { default: subset } = await import(pathToFileURL(require.resolve("subset-font")).href);
  const whole = (script) =>
    readFileSync(
      join(shelf, `node_modules/@fontsource/noto-sans-jp/files/noto-sans-jp-${script}-400-normal.woff2`),
    );
  const japanese = whole("japanese");
  for (const name of readdirSync(folder)) if (name.endsWith(".woff2")) rmSync(join(folder, name));
  const faces = [];
  const add = async (name, font, letters) => {
    const text = letters.join("");
    writeFileSync(join(folder, `${name}.woff2`), await subset(font, text, { targetFormat: "woff2" }));
    faces.push(face(name, letters));
  };
  const common = commonLetters();
  const rare = allLetters().filter((letter) => !common.includes(letter));
  for (let nth = 0; nth * lettersOfAFile < rare.length; nth += 1)
    await add(`rare-${nth + 1}`, japanese, rare.slice(nth * lettersOfAFile, (nth + 1) * lettersOfAFile));
  writeFileSync(join(folder, "rare.css"), faces.join(""));
  faces.length = 0;
  const isLatin = (letter) => letter.codePointAt(0) < 0x250;
  await add("latin", whole("latin"), common.filter(isLatin));
  await add(
    "common",
    japanese,
    common.filter((letter) => !isLatin(letter)),
  );
  writeFileSync(join(folder, "common.css"), faces.join(""));
} finally {
  rmSync(shelf, { recursive: true, force: true });
}

function face(name, letters) {
  return `@font-face{font-family:"Musubi Letters";font-display:swap;src:url(./${name}.woff2) format("woff2");unicode-range:${rangesOf(letters)}}\n`;
}

/** `U+20-7e,U+3000`: the letters, consecutive ones as a range. */
function rangesOf(letters) {
  const ranges = [];
  for (const point of letters.map((letter) => letter.codePointAt(0)).toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === point - 1) last[1] = point;
    else ranges.push([point, point]);
  }
  return ranges
    .map(([from, to]) =>
      from === to ? `U+${from.toString(16)}` : `U+${from.toString(16)}-${to.toString(16)}`,
    )
    .join(",");
}
