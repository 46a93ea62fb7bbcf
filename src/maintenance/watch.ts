import type { Db } from "../kit/database.ts";
import { wake } from "../tasks.ts";
import { enough, isDown, probeDelayMs, type Ended } from "./rules.ts";
import { beginPause, merchantsOf, nextProbeAt } from "./store.ts";

type Watched = Ended & { contractId: string };

/**
 * Watches the calls of this process. A contract that did not answer three times in a row, or answered 503, counts as in maintenance:
 * it is paused from then on, and probed (B2). Never throws: the watched call goes on.
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
