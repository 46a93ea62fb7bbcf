import { jst } from "./jst.ts";
import { tell, type Call, type State } from "./state.ts";

const most = 20_000;

/** Records a call when it comes in, and counts it. Its status follows with `endCall`. */
export function noteCall(
  state: State,
  call: Pick<Call, "contractId" | "method" | "path" | "query" | "call">,
): Call {
  state.seq += 1;
  const entry: Call = { seq: state.seq, at: jst(), ...call, status: null };
  state.calls.push(entry);
  if (state.calls.length > most + 2_000) state.calls.splice(0, state.calls.length - most);
  const counts = state.counts.get(call.contractId) ?? new Map<string, number>();
  state.counts.set(call.contractId, counts);
  counts.set(call.call, (counts.get(call.call) ?? 0) + 1);
  return entry;
}

/** Records how a call ended: a status, or null for no answer. */
export function endCall(state: State, entry: Call, status: number | null): void {
  entry.status = status;
  tell(state, "call", entry);
}
