import { statfs } from "node:fs/promises";
import { resolve } from "node:path";
import type { Context } from "../context.ts";
import { operatorNotice } from "../facts/operator.ts";
import { alone } from "../kit/alone.ts";
import { mailBody } from "../outbox/forms/rules.ts";
import { causesOf, decide, isMailDue, type Known, type Seen } from "./rules.ts";
import { noteMailed, readOperatorIncidents, readSeen, writeOperatorStep } from "./store.ts";

/**
 * Looks at the operation itself, and tells operators what is wrong (B10): in the log, as a gauge, and by mail if `OPERATOR_EMAIL` is
 * set. Every process looks, one at a time, so that a web server notices when there is no worker. If it is killed between a mail and
 * its note, it sends the mail again.
 */
export async function watchOperation(ctx: Context, { upFor }: { upFor: number }): Promise<void> {
  const look = async () => {
    const now = ctx.clock();
    const seen: Seen = { ...(await readSeen(ctx.db)), upFor, disk: await diskOf(ctx) };
    const known = await readOperatorIncidents(ctx.db);
    for (const step of decide(causesOf(seen), known, now)) {
      const { cause } = step;
      if (step.kind === "begin") ctx.log.error({ cause, seen }, operatorNotice(cause, "open", "en").subject);
      if (step.kind === "end") {
        const own = known.find((each) => each.cause === cause);
        if (own !== undefined && !(await tellEnd(ctx, own))) continue;
        ctx.log.info({ cause }, operatorNotice(cause, "closed", "en").subject);
      }
      await writeOperatorStep(ctx.db, step, now);
    }
    for (const each of await readOperatorIncidents(ctx.db))
      if (isMailDue(each, now) && (await mail(ctx, each, "open"))) await noteMailed(ctx.db, each.cause, now);
  };
  await alone(ctx.pool, "watchOperation", look, async () => false);
}

/** The disk of the embedded database. The disk of an external PostgreSQL is watched where it runs. */
async function diskOf({ settings, log }: Context): Promise<Seen["disk"]> {
  if (settings.databaseUrl !== undefined) return null;
  try {
    const { bavail, blocks, bsize } = await statfs(resolve(settings.dataDir));
    return { free: bavail * bsize, total: blocks * bsize };
  } catch (error) {
    log.warn({ err: error }, "the disk of DATA_DIR could not be looked at");
    return null;
  }
}

/** True if no one was told that it began, or if its end was told. */
const tellEnd = async (ctx: Context, known: Known): Promise<boolean> =>
  known.mailedAt === null || ctx.settings.operatorEmail === undefined || (await mail(ctx, known, "closed"));

async function mail(ctx: Context, known: Known, state: "open" | "closed"): Promise<boolean> {
  const { cause, since, mailedAt } = known;
  const { operatorEmail: to } = ctx.settings;
  if (to === undefined || ctx.mailer === null) return false;
  const notices = { ja: operatorNotice(cause, state, "ja"), en: operatorNotice(cause, state, "en") };
  // The same for each try, and another one for a mail that is sent a day later.
  const thread = `operator-${cause}-${state}-${(mailedAt ?? since).getTime()}`;
  const outcome = await ctx.mailer.send({ ...mailBody(notices, null), to, thread, replyId: null });
  if (outcome.kind !== "ok") ctx.log.warn({ cause, outcome }, "operators could not be told by mail");
  return outcome.kind === "ok";
}
