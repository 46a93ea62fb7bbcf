import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "./errors.ts";

const scryptKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** scrypt's N as a power of 2, with r = 8 and p = 1: OWASP's minimum for passwords that people choose. It takes 128 MB. */
export const fullCost = 17;
/** For random words that we generate: with 96 random bits, no cost makes them harder to guess. */
export const randomWordCost = 14;

/** How many run at once in this process: each takes its memory. */
const atOnce = 2;
/** How many may wait, about ten seconds of work: anyone later would give up before their turn. */
const mostWaiting = 100;
let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  if (waiting.length >= mostWaiting) throw tooBusy();
  if (running === atOnce) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    const N = 2 ** cost;
    return await scryptKey(password, salt, 32, { N, r: 8, p: 1, maxmem: 256 * 8 * N });
  } finally {
    const next = waiting.shift();
    // The one that waited takes over the place.
    if (next === undefined) running -= 1;
    else next();
  }
}

const tooBusy = (): AppError =>
  new AppError(
    "too_busy",
    {
      ja: "ログインが混み合っています。少し待って、もう一度お試しください。",
      en: "Too many are signing in at this moment. Wait a moment and try again.",
    },
    [],
    10,
  );

/** The parts of a stored hash; null if there is none. */
function partsOf(stored: string | null): { cost: number; salt: Buffer; hash: Buffer } | null {
  const [method, ...rest] = (stored ?? "").split("$");
  if (method !== "scrypt") return null;
  // Hashes from before costs were stored have 2^14.
  const [cost = "", salt = "", hash = ""] = rest.length === 3 ? rest : ["14", ...rest];
  return { cost: Number(cost), salt: Buffer.from(salt, "base64url"), hash: Buffer.from(hash, "base64url") };
}

/** The cost of a stored password's hash; null if there is none. */
export const costOf = (stored: string | null): number | null => partsOf(stored)?.cost ?? null;

/** The salt of the first hash with this cost: passwords of one address share it, so that one derivation checks all of them. */
export const saltOf = (stored: (string | null)[], cost: number): Buffer | undefined =>
  stored.map(partsOf).find((parts) => parts?.cost === cost)?.salt;

/** The stored form of a person's password: `scrypt$cost$salt$hash`, base64url. */
export async function passwordHash(
  password: string,
  { cost = fullCost, salt = randomBytes(16) }: { cost?: number; salt?: Buffer | undefined } = {},
): Promise<string> {
  const hash = await derive(password, salt, cost);
  return `scrypt$${cost}$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

/**
 * Returns, for each stored hash, true if it is of this password. A wrong password takes at least a hash of `cost`, whatever is
 * stored, even if nothing is: the time reveals nothing. Throws a 503 `too_busy` if too many wait.
 */
export async function passwordsOf(
  password: string,
  stored: (string | null)[],
  cost = fullCost,
): Promise<boolean[]> {
  const all = stored.map(partsOf);
  const kindOf = (parts: { cost: number; salt: Buffer }) => `${parts.cost} ${parts.salt.toString("hex")}`;
  const derived = new Map<string, Buffer>();
  for (const parts of all) {
    if (parts === null || derived.has(kindOf(parts))) continue;
    derived.set(kindOf(parts), await derive(password, parts.salt, parts.cost));
  }
  const fits = all.map((parts) => {
    const given = parts === null ? undefined : derived.get(kindOf(parts));
    return parts !== null && given?.length === parts.hash.length && timingSafeEqual(given, parts.hash);
  });
  const isPaid = fits.includes(true) || all.some((parts) => parts !== null && parts.cost >= cost);
  if (!isPaid) await derive(password, randomBytes(16), cost);
  return fits;
}
