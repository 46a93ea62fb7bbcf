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

/** 利用者通知 as far as it is read; null where it is none, or its header names another contract than its body. */
export type Subscription = z.output<typeof subscription>;
/** Reads a notification of the app's use. */
export function readSubscription(body: unknown, header: string | undefined): Subscription | null {
  const read = subscription.safeParse(body);
  if (!read.success || (header !== undefined && header !== read.data.contractId)) return null;
  return read.data;
}

/**
 * 利用者通知 is a hint: nobody signs it. Of `end` and `force-stop` it is noted, in one write, that Smaregi is to be asked; all
 * else, and contracts that nobody is connected with, are passed over.
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
