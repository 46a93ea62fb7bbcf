import { z } from "zod";
import type { Context } from "../../context.ts";
import { wake } from "../../tasks.ts";
import { contractIdShape } from "../proof/rules.ts";
import { endOf } from "./rules.ts";
import { noteToldEnd } from "./store.ts";

const subscription = z.looseObject({
  contractId: z.string().regex(contractIdShape),
  event: z.literal("AppSubscription"),
  action: z.string().max(100),
  clientId: z.string().max(255).optional().catch(undefined),
});

/** The parts of 利用者通知 that are used; null if the body is not one, or if its header names another contract. */
export type Subscription = z.output<typeof subscription>;
/** Reads a notification of the app's use. */
export function readSubscription(body: unknown, header: string | undefined): Subscription | null {
  const read = subscription.safeParse(body);
  if (!read.success || (header !== undefined && header !== read.data.contractId)) return null;
  return read.data;
}

/**
 * 利用者通知 is only a hint, because no one signs it. For `end` and `force-stop` it notes, in one write, that Smaregi must be asked.
 * Everything else, and contracts that no one is connected with, is ignored.
 */
export async function hearSubscription(ctx: Context, heard: Subscription): Promise<void> {
  const end = endOf(heard.action);
  if (end === null) return;
  const merchantIds = await noteToldEnd(ctx.db, {
    contractId: heard.contractId,
    end,
    clientId: heard.clientId ?? null,
    operatorsApp: ctx.settings.clientId ?? null,
  });
  await wake(ctx.db, "confirmEnd", merchantIds);
}
