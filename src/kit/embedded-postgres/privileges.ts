import { spawnSync } from "node:child_process";
import { chown, lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** How PostgreSQL is run: the words before its program, and whose its files are (null: ours). */
export type Privileges = { prefix: string[]; owner: { uid: number; gid: number } | null };

/** nobody, which every Linux has in its passwd file: initdb asks for the name of its user. */
const nobody = { uid: 65534, gid: 65534 };

const asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
// The capability outlives the change of user: a data folder inside root's own 0700 folder can be reached.
const reachAll = [
  "--inh-caps=+dac_override",
  "--ambient-caps=+dac_override",
  "--securebits=+no_setuid_fixup",
];
/** The server gets a fast shutdown when the process that started it dies, however it dies. */
const dieWithParent = ["--pdeathsig=INT"];

/**
 * PostgreSQL refuses to run as root, so root runs it as somebody else: by setpriv with the right to reach every
 * folder, or in a user namespace, or as plain `nobody`; the first that works here. Others run it as themselves.
 */
export function choosePrivileges(folder: string): Privileges {
  const mortal = works(["setpriv", ...dieWithParent]) ? ["setpriv", ...dieWithParent] : [];
  if (process.getuid?.() !== 0) return { prefix: mortal, owner: null };
  const ways: Privileges[] = [
    { prefix: ["setpriv", ...asNobody, ...reachAll, ...dieWithParent], owner: nobody },
    { prefix: [...mortal, "unshare", "--user"], owner: null },
    { prefix: ["setpriv", ...asNobody, ...dieWithParent], owner: nobody },
  ];
  const way = ways.find(({ prefix }) =>
    works(prefix, `test "$(id -u)" != 0 && test -x '${folder.replaceAll("'", `'\\''`)}'`),
  );
  if (way !== undefined) return way;
  throw new Error(
    "PostgreSQL does not run as root, and no way was found to run it as another user here (setpriv, unshare). " +
      "Start Musubi as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.",
  );
}

function works(prefix: string[], test = "true"): boolean {
  const [program = "", ...words] = prefix;
  return spawnSync(program, [...words, "sh", "-c", test], { stdio: "ignore" }).status === 0;
}

/** Gives a folder and all in it to the user that PostgreSQL runs as, where it is somebody else's. */
export async function giveTo(folder: string, { owner }: Privileges): Promise<void> {
  const { uid, gid } = owner ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  if ((await lstat(folder)).uid === uid) return;
  for (const entry of await readdir(folder, { recursive: true })) await chown(join(folder, entry), uid, gid);
  await chown(folder, uid, gid);
}
