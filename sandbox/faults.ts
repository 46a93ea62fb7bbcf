export const faultKinds = [
  "commitThenTimeout",
  "commitThen500",
  "commitThenReset",
  "timeoutThenCommit",
  "timeout",
  "reset",
  "status400",
  "status401",
  "status429",
  "status500",
  "status503",
  "html404",
  "html502",
  "garbage",
  "emptyBody",
  "emptyList",
  "firstRowGoes",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A fault for the next calls of a kind: `call` as in the counts ("POST /transactions", "GET /stock", ...), or "*". */
export type Fault = {
  contractId?: string | undefined;
  call: string;
  kind: FaultKind;
  times: number;
  /** The delay of the answer; with `timeoutThenCommit`, the delay of the work. */
  delayMs: number;
};

/** The name of a call as in the counts: the ID of a transaction to cancel may be left out. */
export const fullCall = (call: string): string =>
  call.replace(/^POST \/transactions\/(cancel|dispose)$/, "POST /transactions/{id}/$1");

/** Takes the fault that waits for the next call of this kind, if there is one. */
export function takeFault(
  faults: Fault[],
  contractId: string,
  call: string,
): { kind: FaultKind; delayMs: number } | null {
  const fault = faults.find(
    (each) => (each.contractId ?? contractId) === contractId && (each.call === "*" || each.call === call),
  );
  if (fault === undefined) return null;
  fault.times -= 1;
  if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
  return { kind: fault.kind, delayMs: fault.delayMs };
}
