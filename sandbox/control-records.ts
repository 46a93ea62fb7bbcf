import { randomUUID } from "node:crypto";
import { ok, refuse } from "./answer.ts";
import { withBody, type Action } from "./control-action.ts";
import { givenNotification } from "./control-bodies.ts";
import { deliver } from "./notify.ts";

const readCalls: Action = ({ state, query }) => {
  const contractId = query.get("contractId");
  const since = Number(query.get("since") ?? "0");
  if (Number.isNaN(since)) return refuse(400, "since: the seq of a call");
  const counts = new Map<string, number>();
  for (const [contract, each] of state.counts) {
    if ((contractId ?? contract) !== contract) continue;
    for (const [call, count] of each) counts.set(call, (counts.get(call) ?? 0) + count);
  }
  const calls = state.calls.filter(
    (call) => (contractId ?? call.contractId) === call.contractId && call.seq > since,
  );
  return ok({ counts: Object.fromEntries(counts), calls });
};

const sendNotification: Action = ({ state, body }) =>
  withBody(givenNotification, body, async ({ eventId = randomUUID(), headers = {}, ...given }) => {
    const { status, error } = await deliver(state, given.contractId, given, eventId, headers);
    return ok({ status, ...(error === undefined ? {} : { error }) });
  });

/** The calls that came in and the notifications that were sent. */
export const recordActions: [call: string, action: Action][] = [
  ["GET /calls", readCalls],
  [
    "DELETE /calls",
    ({ state }) => {
      state.calls = [];
      state.counts.clear();
      return ok(null);
    },
  ],
  [
    "GET /notifications",
    ({ state, query }) =>
      ok(
        state.notifications.filter(
          (sent) => (query.get("contractId") ?? sent.contractId) === sent.contractId,
        ),
      ),
  ],
  ["POST /notifications", sendNotification],
];
