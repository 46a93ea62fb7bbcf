import type { State } from "./state.ts";

export const faultKinds = [
  "commitThenTimeout",
  "commitThen500",
  "commitThenReset",
  "timeout",
  "reset",
  "status400",
  "status401",
  "status429",
  "status500",
  "status503",
  "html502",
  "garbage",
  "emptyBody",
] as const;

/** A fault for the next calls of a kind: `call` as in the counts ("POST /transactions", "GET /stock", ...), or "*". */
export type Fault = {
  contractId?: string;
  call: string;
  kind: (typeof faultKinds)[number];
  times: number;
};

/** Takes the fault that the next call of this kind meets, if one waits for it. */
export function takeFault(state: State, contractId: string, call: string): Fault["kind"] | null {
  const fault = state.faults.find(
    (each) => (each.contractId ?? contractId) === contractId && (each.call === "*" || each.call === call),
  );
  if (fault === undefined) return null;
  fault.times -= 1;
  if (fault.times <= 0) state.faults.splice(state.faults.indexOf(fault), 1);
  return fault.kind;
}
