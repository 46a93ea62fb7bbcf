import type { Db } from "../kit/database.ts";
import { wake } from "../tasks.ts";
import { enough, isDown, probeDelayMs, type Ended } from "./rules.ts";
import { beginPause, merchantsOf, nextProbeAt } from "./store.ts";

type Watched = Ended & { contractId: string };

/**
 * Watches the calls of this process: a contract that three times running did not answer, or answered 503, is in maintenance
 * as far as we can tell. It is spared from then on, and probed (B2). Never throws: the call that it watches goes its way.
 */
export function watchSmaregi(db: Db, onError: (error: unknown) => void): (call: Watched) => void {
  const down = new Map<string, number>();
  return (call) => {
    const { contractId } = call;
    if (!isDown(call)) {
      down.delete(contractId);
      return;
    }
    const count = (down.get(contractId) ?? 0) + 1;
    down.set(contractId, count);
    if (count !== enough) return;
    down.delete(contractId);
    spare(db, call).catch(onError);
  };
}

async function spare(db: Db, { contractId, status }: Watched): Promise<void> {
  const reason = { kind: status === 503 ? ("maintenance" as const) : ("silent" as const), data: {} };
  await beginPause(db, { contractId, reason, delayMs: probeDelayMs(0, Math.random()) });
  const at = await nextProbeAt(db, contractId);
  if (at !== null) await wake(db, "probeSmaregi", await merchantsOf(db, contractId), at);
}
