import { spawnSync } from "node:child_process";
import { lchownSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { isSystemError } from "./system-error.ts";

type Owner = { uid: number; gid: number };
/**
 * How a program runs: the words in front of its command, the user that the spawn switches to, and the owner of its
 * files.
 */
export type RunAs = { words: string[]; spawnAs: Partial<Owner>; owner: Owner };
/**
 * `way` is a word for the log. initdb may need another user than the server, because it looks up the name of its
 * user.
 */
export type Privileges = { way: string; server: RunAs; initdb: RunAs };

/**
 * The server's user if root starts it: a number that nothing else uses (systemd and the distributions leave these
 * free), so that no other service of the machine can reach the files or the socket. It needs no name.
 */
const firstServerUid = 61_042;
/** The server gets a fast shutdown when the process that started it dies, however it dies. */
const mortal = ["setpriv", "--pdeathsig=INT"];
// The right to reach every folder survives the change of user: data may be inside root's own 0700 folder.
const reachAll = [
  "--inh-caps=+dac_override",
  "--ambient-caps=+dac_override",
  "--securebits=+no_setuid_fixup",
];

/**
 * PostgreSQL refuses to run as root, so root runs it as another user: by setpriv with the right to reach every folder, or in a user
 * namespace, or by a plain change of user; the first way that works here. All others run it as themselves. Throws an Error with a
 * clear text if no way works.
 */
export function choosePrivileges(postgres: string, env: NodeJS.ProcessEnv): Privileges {
  const us = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const ending = spawnSync(mortal[0] ?? "", [...mortal.slice(1), "true"], { env }).status === 0 ? mortal : [];
  if (us.uid !== 0) {
    const server = { words: ending, spawnAs: {}, owner: us };
    // initdb looks up its user by name. In its own namespace it sees itself as `nobody`; everyone else sees our user.
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

/** True if the program runs this way, so that everything it needs exists and can be reached. */
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

/** The user IDs that have a name on this machine. */
function readNames(): Set<number> {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  return new Set(lines.filter((line) => line.includes(":")).map((line) => Number(line.split(":")[2])));
}

function freeUid(names: Set<number>): number {
  let uid = firstServerUid;
  while (names.has(uid)) uid += 1;
  return uid;
}

/** Gives a folder and everything in it to the user that PostgreSQL runs as, if another user owns it. */
export function giveTo(folder: string, { uid, gid }: Owner): void {
  const found = lstatSync(folder);
  if (found.uid === uid) return;
  try {
    for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" }))
      lchownSync(join(folder, entry), uid, gid);
    // Last, so that the next start repeats a change that was killed halfway.
    lchownSync(folder, uid, gid);
  } catch (error) {
    if (!isSystemError(error, "EPERM", "EACCES")) throw error;
    const message = `${folder} belongs to user ${found.uid}: start Musubi as that user or as root, or give it to user ${uid}.`;
    throw new Error(message, { cause: error });
  }
}
