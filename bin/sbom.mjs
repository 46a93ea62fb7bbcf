import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./one-at-a-time.mjs";
import { npmCommand } from "./program-of.mjs";

/*
 * Prints the parts of this product as CycloneDX: npm reads them from the lock file, so no registry is asked. The lock file names no
 * registry, because each install may have its own; a part is identified by its name, version and hash.
 */
const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const [npm, ...first] = npmCommand();
const said = execFileSync(npm, [...first, "sbom", "--sbom-format=cyclonedx", "--package-lock-only"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
  stdio: ["ignore", "pipe", "inherit"],
});
const bill = JSON.parse(said);
// npm names it after its folder.
Object.assign(bill.metadata.component, { name, version, type: "application" });
const bare = bill.components.filter(({ hashes = [], version: of }) => hashes.length === 0 || !of);
if (bare.length > 0) {
  process.stderr.write(`Without a version or a hash: ${bare.map((each) => each.name).join(", ")}\n`);
  process.exitCode = 1;
}
process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
