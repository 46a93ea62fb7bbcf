import { spawnSync } from "node:child_process";
import { lchownSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { isSystemError } from "./system-error.ts";

type Owner = { uid: number; gid: number };
/** How a program is run: the words before it, the user that the spawn itself changes to, and whose its files are. */
export type RunAs = { words: string[]; spawnAs: Partial<Owner>; owner: Owner };
/** `way` is a word for the log. initdb may need another user than the server: it asks for its user's name. */
export type Privileges = { way: string; server: RunAs; initdb: RunAs };

/**
 * The server's user where root starts it: one that nothing else runs as (systemd and the distributions leave these
 * numbers free), so that no other service of the machine comes near the files or the socket. It needs no name.
 */
const firstServerUid = 61_042;
/** The server gets a fast shutdown when the process that started it dies, however it dies. */
const mortal = ["setpriv", "--pdeathsig=INT"];
// The right to reach every folder outlives the change of user: data may lie inside root's own 0700 folder.
const reachAll = [
  "--inh-caps=+dac_override",
  "--ambient-caps=+dac_override",
  "--securebits=+no_setuid_fixup",
];

/**
 * PostgreSQL refuses to run as root, so root runs it as somebody else: by setpriv with the right to reach every
 * folder, or in a user namespace, or by a plain change of user; the first by which this program runs here. Everybody else runs it as themselves. Throws an Error in words where no way works.
 */
export function choosePrivileges(postgres: string, env: NodeJS.ProcessEnv): Privileges {
  const us = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const ending = spawnSync(mortal[0] ?? "", [...mortal.slice(1), "true"], { env }).status === 0 ? mortal : [];
  if (us.uid !== 0) {
    const server = { words: ending, spawnAs: {}, owner: us };
    // initdb looks its user up by name. In a namespace of its own it is `nobody` to itself, and we to everybody else.
    const initdb = hasName() ? server : { ...server, words: ["unshare", "--user", ...ending] };
    return { way: "as ourselves", server, initdb };
  }
  const names = readNames();
  const forServer = sameGroup(freeUid(names));
  const forInitdb = sameGroup(names.has(65_534) ? 65_534 : ([...names].find((uid) => uid !== 0) ?? 65_534));
  const bySetpriv = (owner: Owner): RunAs => {
    const become = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"];
    return { words: [...mortal, ...become, ...reachAll], spawnAs: {}, owner };
  };
  const byNamespace: RunAs = { words: ["unshare", "--user", ...ending], spawnAs: {}, owner: us };
  const bySpawn = (owner: Owner): RunAs => ({ words: [], spawnAs: owner, owner });
  const ways: Privileges[] = [
    { way: "setpriv", server: bySetpriv(forServer), initdb: bySetpriv(forInitdb) },
    { way: "user namespace", server: byNamespace, initdb: byNamespace },
    { way: "another user", server: bySpawn(forServer), initdb: bySpawn(forInitdb) },
  ];
  const found = ways.find((way) => works(way.server, postgres, env));
  if (found !== undefined) return found;
  throw new Error(
    "PostgreSQL does not run as root, and no way was found to run it as another user " +
      "(setpriv, unshare, a plain change of user). Start Musubi as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whether the program runs this way, so that what it needs is there and can be reached. */
function works(runAs: RunAs, postgres: string, env: NodeJS.ProcessEnv): boolean {
  const [program, ...words] = [...runAs.words, postgres, "--version"];
  return spawnSync(program, words, { stdio: "ignore", cwd: "/", env, ...runAs.spawnAs }).status === 0;
}

const sameGroup = (uid: number): Owner => ({ uid, gid: uid });

function hasName(): boolean {
  try {
    userInfo();
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes("ENOENT")) return false;
    throw error;
  }
}

/** The users that have a name on this machine. */
function readNames(): Set<number> {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  return new Set(lines.filter((line) => line.includes(":")).map((line) => Number(line.split(":")[2])));
}

function freeUid(names: Set<number>): number {
  let uid = firstServerUid;
  while (names.has(uid)) uid += 1;
  return uid;
}

/** Gives a folder and all in it to the user that PostgreSQL runs as, where it is somebody else's. */
export function giveTo(folder: string, { uid, gid }: Owner): void {
  const found = lstatSync(folder);
  if (found.uid === uid) return;
  try {
    for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" }))
      lchownSync(join(folder, entry), uid, gid);
    // Last, so that a start that was killed in between is met again.
    lchownSync(folder, uid, gid);
  } catch (error) {
    if (!isSystemError(error, "EPERM", "EACCES")) throw error;
    const message = `${folder} belongs to user ${found.uid}: start Musubi as that user or as root, or give it to user ${uid}.`;
    throw new Error(message, { cause: error });
  }
}
