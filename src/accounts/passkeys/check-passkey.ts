import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { staffActor } from "../../facts/actors.ts";
import { transact, type Tx } from "../../kit/database.ts";
import { AppError } from "../../kit/errors.ts";
import { newChallenge, useChallenge, type Asker } from "./challenge.ts";
import type { Party } from "./rules.ts";
import { findPasskey, notePasskeyUse, readPasskeys } from "./store.ts";

type With = Pick<Context, "db">;

/** A device's answer, with the data to check it against. */
export type Signed = { answer: AuthenticationResponseJSON; party: Party; asker: Asker; address: string };

/** What a browser needs to ask a device to sign: any passkey of this installation, or one of the account `of`. */
export async function askPasskey(
  ctx: With,
  input: {
    purpose: "confirm" | "signIn";
    asker: Asker;
    party: Party;
    address: string;
    of?: { merchantId: string; accountId: string };
  },
) {
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  const challenge = Buffer.from(await newChallenge(ctx, input), "base64url");
  const own = input.of === undefined ? [] : await readPasskeys(ctx.db, input.of);
  return await generateAuthenticationOptions({
    allowCredentials: own.map(({ credentialId: id }) => ({ id })),
    rpID: input.party.id,
    challenge: new Uint8Array(challenge),
    userVerification: "required",
  });
}

/**
 * Checks a device's answer against its passkey; uses the challenge up in any case. Returns the account. Throws a 401 if
 * the passkey is unknown, belongs to another account than `only`, the challenge was answered before, the signature is
 * wrong, the owner was not verified (PIN or finger), or its counter went back, which may mean a copy of the key.
 * Records a refusal in 監査ログ of the account.
 */
export async function checkPasskey(
  ctx: With,
  { purpose, answer, party, asker, address, only }: Signed & { purpose: "confirm" | "signIn"; only?: string },
): Promise<{ merchantId: string; accountId: string }> {
  const clientData = answer.response.clientDataJSON;
  const challenge = await useChallenge(ctx, { purpose, asker, clientData });
  const passkey = await findPasskey(ctx.db, answer.id);
  if (passkey === null || passkey.disabledAt !== null) throw refused();
  const { merchantId, accountId, id, counter } = passkey;
  const isTheirs = only === undefined || only === accountId;
  const becomes =
    challenge === null || !isTheirs ? null : await counterOf({ answer, party, challenge, passkey });
  if (becomes !== null && (await notePasskeyUse(ctx.db, { merchantId, id, counter, becomes }))) {
    return { merchantId, accountId };
  }
  const by = { actor: staffActor(passkey.accountName), address };
  await transact(ctx.db, (tx) =>
    addAudit(tx, merchantId, { event: "passkeyRefused", by, subject: passkey.accountName }),
  );
  throw refused();
}

/**
 * Throws a 401 if the account lost the passkey since its answer was checked. Call it in the transaction that locked the
 * account.
 */
export async function holdPasskey(
  tx: Tx,
  { merchantId, accountId, answer }: { merchantId: string; accountId: string } & Pick<Signed, "answer">,
): Promise<void> {
  const passkey = await findPasskey(tx, answer.id);
  if (passkey?.merchantId !== merchantId || passkey.accountId !== accountId) throw refused();
}

/** The device's counter in a valid answer; null if the answer is not valid. */
async function counterOf({
  answer,
  party,
  challenge,
  passkey,
}: Pick<Signed, "answer" | "party"> & {
  challenge: string;
  passkey: NonNullable<Awaited<ReturnType<typeof findPasskey>>>;
}): Promise<number | null> {
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  const { credentialId, publicKey, counter } = passkey;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id: credentialId, publicKey: new Uint8Array(publicKey), counter },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // The library throws for any invented content of an answer.
    return null;
  }
}

const refused = (): AppError =>
  new AppError("passkey_refused", {
    ja: "このパスキーではログインできません。もう一度試すか、ほかの方法でログインしてください。",
    en: "This passkey does not sign you in. Try again, or sign in another way.",
  });
