import { useSyncExternalStore } from "react";
import { ask, Problem } from "../../ui/api.ts";

/** Waits for the result: true if the password was given again, false if not. */
type Waiting = (isGiven: boolean) => void;

let waiting: Waiting[] = [];
const lookers = new Set<() => void>();

function set(next: Waiting[]): void {
  waiting = next;
  for (const look of lookers) look();
}

/** Returns whether the password is being asked for now, and a function to report the result. */
export function useConfirmation(): { isAsked: boolean; end(isGiven: boolean): void } {
  const isAsked = useSyncExternalStore(
    (look) => {
      lookers.add(look);
      return () => lookers.delete(look);
    },
    () => waiting.length > 0,
  );
  const end = (isGiven: boolean) => {
    const all = waiting;
    set([]);
    for (const tell of all) tell(isGiven);
  };
  return { isAsked, end };
}

/** Calls our server as `ask` does. If the server wants the password again, asks for it above the page and repeats the call. */
export async function askConfirmed<Answer>(
  method: string,
  path: string,
  sent: { body?: unknown } = {},
): Promise<Answer> {
  try {
    return await ask<Answer>(method, path, sent);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "confirmation_needed") throw error;
    if (!(await new Promise<boolean>((tell) => set([...waiting, tell])))) throw error;
    return await ask<Answer>(method, path, sent);
  }
}
