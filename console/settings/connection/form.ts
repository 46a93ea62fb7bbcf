import { useForm } from "@mantine/form";
import type { Connection, Proofs } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import { connectionWords } from "./words.ts";

export type Entered = Omit<Connection, "notice" | "clientId" | "stopped" | "testedAt"> & {
  clientId: string;
  clientSecret: string;
};

const entered = (saved: Connection | null): Entered => ({
  enabled: saved?.enabled ?? false,
  contractId: saved?.contractId ?? "",
  storeId: saved?.storeId ?? "",
  terminalId: saved?.terminalId ?? "",
  clientId: saved?.clientId ?? "",
  clientSecret: "",
  mode: saved?.mode ?? "standard",
});

/** The form of the connection, filled with the saved values. The app's ID and secret are set or removed together. */
export function useConnectionForm(saved: Connection | null) {
  const words = useWords(connectionWords);
  const isNumber = (value: string) => (/^[1-9][0-9]{0,8}$/.test(value.trim()) ? null : words.idWrong);
  return useForm<Entered>({
    initialValues: entered(saved),
    validate: {
      contractId: (value) => (/^[A-Za-z0-9_-]{1,64}$/.test(value.trim()) ? null : words.contractWrong),
      storeId: isNumber,
      terminalId: isNumber,
      clientSecret: (value, { clientId }) => {
        if (clientId.trim() === "") return value === "" ? null : words.secretAlone;
        return value === "" && clientId.trim() !== (saved?.clientId ?? "") ? words.secretNeeded : null;
      },
    },
  });
}

export type ConnectionFormState = ReturnType<typeof useConnectionForm>;
export const startOver = (form: ConnectionFormState, saved: Connection | null) => {
  form.setInitialValues(entered(saved));
  form.setValues(entered(saved));
  form.resetDirty(entered(saved));
};

/**
 * The contract that was just proven by a sign-in (`signIn`), to enter into a form without one; null if there is none. A contract that
 * is already entered or saved stays: choosing another one needs a press.
 */
export function provenToEnter(
  signIn: string | undefined,
  proofs: Proofs | undefined,
  enteredId: string,
): string | null {
  if (signIn !== "proven" || enteredId.trim() !== "") return null;
  return proofs?.items.find(({ way }) => way === "signIn")?.contractId ?? null;
}

/** Fields that belong together: a store ID of one contract means nothing in another. */
const groups = [
  ["enabled"],
  ["contractId", "storeId", "terminalId"],
  ["clientId", "clientSecret"],
  ["mode"],
] as const;

/** Merges the input (`isChanged`) with what is saved now, also by someone else since the form was opened. */
export function overSaved(
  values: Entered,
  now: Connection | null,
  isChanged: (name: keyof Entered) => boolean,
): Entered {
  const kept = entered(now);
  const names = groups.flatMap((group) => (group.some(isChanged) ? group : []));
  return { ...kept, ...Object.fromEntries(names.map((name) => [name, values[name]])) };
}

/** The body to send: credentials only if they were entered or removed. */
export function toSend(values: Entered, saved: Connection | null) {
  const { clientId, clientSecret, contractId, storeId, terminalId, ...rest } = values;
  const place = { contractId: contractId.trim(), storeId: storeId.trim(), terminalId: terminalId.trim() };
  const app = { clientId: clientId.trim(), clientSecret: clientSecret.trim() };
  if (app.clientSecret !== "") return { ...place, ...rest, ...app };
  const isTakenAway = app.clientId === "" && saved?.clientId !== undefined;
  return { ...place, ...rest, ...(isTakenAway ? { clientId: null, clientSecret: null } : {}) };
}
