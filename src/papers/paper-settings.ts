import { changed, type By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { findPaperSettings, writePaperSettings, type PaperSettings } from "./store.ts";

/** Reads the issuer of the shop's papers, and the sender in the carrier's files. */
export async function readPaperSettings(
  ctx: Pick<Context, "db">,
  merchantId: string,
): Promise<PaperSettings> {
  return await findPaperSettings(ctx.db, merchantId);
}

/** Saves them for all papers from now on. */
export async function savePaperSettings(
  ctx: Pick<Context, "db">,
  { merchantId, by, settings }: { merchantId: string; by: By; settings: PaperSettings },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const before = await findPaperSettings(tx, merchantId);
    await writePaperSettings(tx, { merchantId, ...settings });
    const states = changed(before, settings);
    if (states !== null) await addAudit(tx, merchantId, { event: "paperSettingsSaved", by, ...states });
  });
}
