import type { Connection, ConnectionPreview } from "../../../src/http/api-types.ts";
import { ask, Problem } from "../../../ui/api.ts";
import { connectionPath } from "./connection.ts";

type ToSend = Pick<Connection, "contractId" | "storeId" | "terminalId" | "enabled"> & {
  clientId?: string | null | undefined;
};

/** Whether a save turns something on that was not on before: it is looked at first, and tested (C6). */
export const turnsOn = (values: ToSend, saved: Connection | null): boolean =>
  values.enabled &&
  (saved === null ||
    !saved.enabled ||
    values.clientId !== undefined ||
    values.contractId !== saved.contractId ||
    values.storeId !== saved.storeId ||
    values.terminalId !== saved.terminalId);

/**
 * What saving would do to the quantities (P3), and what the connection test finds wrong (C6). Where Smaregi can't be asked that
 * is returned as the problem; null: the save itself tells what is wrong with the settings.
 */
export async function lookBefore(body: object): Promise<ConnectionPreview | Problem | null> {
  return await ask<ConnectionPreview>("POST", `${connectionPath}/preview`, { body }).catch(
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      return error.code === "smaregi_unreachable" ? error : null;
    },
  );
}

/** The warnings of a preview that keep a connection from being switched on; the others are advice. */
export const faultsOf = ({ warnings }: ConnectionPreview): ConnectionPreview["warnings"] =>
  warnings.filter(({ ok }) => !ok);
