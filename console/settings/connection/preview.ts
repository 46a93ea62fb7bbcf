import type { Connection, ConnectionPreview } from "../../../src/http/api-types.ts";
import { ask, Problem } from "../../../ui/api.ts";
import { connectionPath } from "./connection.ts";

type ToSend = Pick<Connection, "contractId" | "storeId" | "terminalId" | "enabled"> & {
  clientId?: string | null | undefined;
};

/** True if a save switches the connection on, or changes the place or app of one that is on. It is previewed and tested first (C6). */
export const turnsOn = (values: ToSend, saved: Connection | null): boolean =>
  values.enabled &&
  (saved === null ||
    !saved.enabled ||
    values.clientId !== undefined ||
    values.contractId !== saved.contractId ||
    values.storeId !== saved.storeId ||
    values.terminalId !== saved.terminalId);

/**
 * Reads what saving would do to the quantities (P3), and what the connection test finds wrong (C6). Returns the problem if Smaregi
 * cannot be asked. Null: the save itself reports what is wrong with the settings.
 */
export async function lookBefore(body: object): Promise<ConnectionPreview | Problem | null> {
  return await ask<ConnectionPreview>("POST", `${connectionPath}/preview`, { body }).catch(
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      return error.code === "smaregi_unreachable" ? error : null;
    },
  );
}

/** The warnings of a preview that stop a connection from being switched on; the others are advice. */
export const faultsOf = ({ warnings }: ConnectionPreview): ConnectionPreview["warnings"] =>
  warnings.filter(({ ok }) => !ok);
