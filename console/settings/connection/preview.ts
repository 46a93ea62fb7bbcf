import type { Connection, ConnectionPreview } from "../../../src/http/api-types.ts";
import { ask, Problem } from "../../../ui/api.ts";
import { connectionPath } from "./connection.ts";

type ToSend = { contractId: string; storeId: string; enabled: boolean };

/** Whether a save has the quantities read by another contract or store, or at all again. */
export const readsAnew = (values: ToSend, saved: Connection | null): boolean =>
  values.enabled &&
  (saved === null ||
    !saved.enabled ||
    values.contractId !== saved.contractId ||
    values.storeId !== saved.storeId);

/** What saving would do to the quantities (P3); null where that can't be told: the save itself tells why. */
export async function lookBefore(body: object): Promise<ConnectionPreview | null> {
  return await ask<ConnectionPreview>("POST", `${connectionPath}/preview`, { body }).catch(
    (error: unknown) => {
      if (error instanceof Problem) return null;
      throw error;
    },
  );
}
