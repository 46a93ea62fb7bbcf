import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** The keys of MUSUBI_SECRET_KEY by their IDs, in the order given: the newest is the last. */
export type SealingKeys = ReadonlyMap<string, Buffer>;

/** Every column that holds sealed secrets, with the column that names its row beside the merchant. */
export const sealedColumns = {
  "accounts.second_step_sealed": "id",
  "connections.client_secret_sealed": null,
  "contract_proofs.client_secret_sealed": "contract_id",
  "proof_attempts.verifier_sealed": "id",
  "receivers.target_sealed": "id",
  "receivers.secret_sealed": "id",
  "account_mails.link_sealed": "id",
} as const;
export type SealedColumn = keyof typeof sealedColumns;

/**
 * Where a sealed secret is kept; it can't be opened elsewhere. `id`: what names the row beside the merchant; absent if the merchant
 * is enough.
 */
export type Place = { column: SealedColumn; merchantId: string; id?: string };

const form = Buffer.from("musubi1:");
const idBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;

/** A key's ID, eight letters: it tells keys apart and reveals nothing about them. */
export const keyIdOf = (key: Buffer): string =>
  createHash("sha256")
    .update("musubi sealing key ")
    .update(key)
    .digest("hex")
    .slice(0, idBytes * 2);

/** The keys from the settings, 32 bytes each. */
export const sealingKeysOf = (keys: Buffer[]): SealingKeys => new Map(keys.map((key) => [keyIdOf(key), key]));

/** The first bytes of everything sealed with a key in the current form. */
export const sealedPrefix = (keyId: string): Buffer => Buffer.concat([form, Buffer.from(keyId, "hex")]);

/** The ID of the key that a secret was sealed with; null for the former form, which has no key ID. */
export function sealedWith(bytes: Buffer): string | null {
  if (!bytes.subarray(0, form.length).equals(form)) return null;
  return bytes.subarray(form.length, form.length + idBytes).toString("hex");
}

const boundTo = ({ column, merchantId, id = "" }: Place): Buffer =>
  Buffer.from(JSON.stringify([column, merchantId, id]));

/** Seals a secret for its place with AES-256-GCM: the form, the key's ID, 12 bytes nonce, 16 bytes tag, the rest. */
export function sealWith(key: Buffer, place: Place, secret: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const prefix = sealedPrefix(keyIdOf(key));
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.concat([prefix, boundTo(place)]));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([prefix, nonce, cipher.getAuthTag(), sealed]);
}

/**
 * Opens a secret sealed for this place. Throws if its key is not among `keys` (and names the key), if it was sealed for another
 * place, or if its bytes were changed. The former form is bound to no place; it opens with any of the keys.
 */
export function unseal(keys: SealingKeys, place: Place, bytes: Buffer): string {
  const keyId = sealedWith(bytes);
  if (keyId === null) return unsealFormer(keys, place, bytes);
  const key = keys.get(keyId);
  if (key === undefined)
    throw new Error(`${place.column} is sealed with a key that is missing. ${missingKey([keyId])}`);
  const prefix = sealedPrefix(keyId);
  return opened(key, bytes.subarray(prefix.length), Buffer.concat([prefix, boundTo(place)]));
}

/** What to do about keys that are missing from the settings. */
export const missingKey = (keyIds: string[]): string =>
  `MUSUBI_SECRET_KEY lacks the key ${keyIds.join(", ")}: put it back, beside the other with a comma between.`;

function unsealFormer(keys: SealingKeys, place: Place, bytes: Buffer): string {
  let why: unknown;
  for (const key of keys.values()) {
    try {
      return opened(key, bytes, null);
    } catch (error) {
      why = error;
    }
  }
  const given = [...keys.keys()].join(", ");
  throw new Error(`${place.column} opens with none of the keys of MUSUBI_SECRET_KEY (${given})`, {
    cause: why,
  });
}

function opened(key: Buffer, bytes: Buffer, bound: Buffer | null): string {
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  if (bound !== null) decipher.setAAD(bound);
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString(
    "utf8",
  );
}
