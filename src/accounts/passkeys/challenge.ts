import type { Context } from "../../context.ts";
import { AppError } from "../../kit/errors.ts";
import { keyHash, randomWord } from "../../kit/secrets.ts";
import { challengeOf, challengesAtOnce, partyOf, type Party } from "./rules.ts";
import { addChallenge, countChallenges, takeChallenge } from "./store.ts";

type With = Pick<Context, "db">;

/** The one who asks a device to sign: a signed-in person, or a browser identified by a word that only it keeps. */
export type Asker = { session: { id: string } } | { browser: string };

const askerHash = (asker: Asker): Buffer =>
  keyHash("session" in asker ? `session ${asker.session.id}` : `browser ${asker.browser}`);

/** The party of this installation's passkeys; throws a 409 if it has none. `requested`: the address of the request. */
export function partyHere({ settings }: Pick<Context, "settings">, requested: string): Party {
  const party = partyOf(settings.publicUrl, requested);
  if (party !== null) return party;
  throw new AppError("passkeys_unavailable", {
    ja: "この環境ではパスキーを使えません。公開アドレス(PUBLIC_URL、https)の設定を運営者に依頼してください。",
    en: "There are no passkeys here: they need the public address of the installation (PUBLIC_URL, by https).",
  });
}

/** A challenge for one answer within five minutes. Throws a 429 if an address leaves too many unanswered. */
export async function newChallenge(
  ctx: With,
  { purpose, asker, address }: { purpose: "add" | "confirm" | "signIn"; asker: Asker; address: string },
): Promise<string> {
  if ((await countChallenges(ctx.db, address)) >= challengesAtOnce) {
    throw new AppError(
      "too_many_attempts",
      {
        ja: "パスキーの操作が続いたため、しばらく受け付けません。約5分後にもう一度お試しください。",
        en: "Passkeys were asked for too often. Try again in about 5 minutes.",
      },
      [],
      300,
    );
  }
  const challenge = randomWord(32);
  await addChallenge(ctx.db, {
    challengeHash: keyHash(challenge),
    purpose,
    askerHash: askerHash(asker),
    address,
  });
  return challenge;
}

/**
 * Uses up the challenge that an answer claims to sign, and returns it; null if this asker has no such valid challenge.
 */
export async function useChallenge(
  ctx: With,
  { purpose, asker, clientData }: { purpose: "add" | "confirm" | "signIn"; asker: Asker; clientData: string },
): Promise<string | null> {
  const challenge = challengeOf(clientData);
  if (challenge === null) return null;
  const row = { challengeHash: keyHash(challenge), purpose, askerHash: askerHash(asker) };
  return (await takeChallenge(ctx.db, row)) ? challenge : null;
}
