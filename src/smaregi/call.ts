import type { z } from "zod";
import { traced } from "../kit/tracing/trace.ts";
import { openSmaregiClock, type SmaregiClock } from "./clock.ts";
import { inPace } from "./paced.ts";
import { withPatience } from "./patience.ts";
import { isVerdict, readJson, reasonOf, saidBy, unclearBy } from "./reasons.ts";
import { Tokens } from "./token.ts";
import type { Account, EndedCall, Failure, MayGo, Pace, SmaregiLog } from "./types.ts";
import { openWire, type Answer, type Silence, type Wire } from "./wire.ts";

type CallInput<Schema extends z.ZodType> = {
  name: string;
  method: "GET" | "POST";
  path: string;
  query?: Record<string, string | undefined>;
  body?: object;
  /** What a 2xx must contain. */
  schema: Schema;
  mayGo?: MayGo | undefined;
};

type CallAnswer<T> = { kind: "ok"; value: T } | Failure;

export type Call = <Schema extends z.ZodType>(
  account: Account,
  input: CallInput<Schema>,
) => Promise<CallAnswer<z.output<Schema>>>;

export type CallerOptions = {
  idUrl: string;
  apiUrl: string;
  timeoutMs: number;
  pace: Pace;
  log?: SmaregiLog;
  onCall?: (call: EndedCall) => void;
};

/** Sends calls with token, pace and time limit, and turns every answer into a value. */
export function openCaller(options: CallerOptions): {
  call: Call;
  tokens: Tokens;
  /** Without pace: for calls that belong to no contract. */
  wire: Wire;
  clock: SmaregiClock;
  close(): Promise<void>;
} {
  const { log } = options;
  const clock = openSmaregiClock();
  const wire = noteTimes(openWire(options.timeoutMs), clock);
  const paced = inPace(wire, options.pace, log);
  const tokens = new Tokens(options.idUrl, paced);

  const send = async (account: Account, input: CallInput<z.ZodType>): Promise<Answer | Silence | Failure> => {
    const kind = input.method === "GET" ? "read" : "write";
    const url = urlOf(options.apiUrl, account, input);
    const body = input.body === undefined ? undefined : JSON.stringify(input.body);
    let renewed = false;
    let reconnected = false;
    for (;;) {
      const token = await tokens.get(account);
      if (token.kind !== "token") return token;
      const headers = {
        authorization: `Bearer ${token.value}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      };
      const call = { method: input.method, url, headers, ...(body === undefined ? {} : { body }) };
      const answer = await paced(kind, account.contractId, call, input.mayGo);
      // A write is sent again only after Smaregi's own 401 or 403: any other 401 or 403 may hide a call that was done.
      const status = answer.kind === "answer" && !renewed ? answer.status : null;
      const isOwn = answer.kind === "answer" && isVerdict(answer.body, answer.status);
      if (status === 401 && (kind === "read" || isOwn)) {
        renewed = true;
        tokens.drop(account, token);
        continue;
      }
      if (status === 403 && isOwn && tokens.widen(account, token)) {
        renewed = true;
        continue;
      }
      // The server may close a kept connection just as a call goes out on it: a read is simply sent again.
      if (answer.kind === "silence" && answer.cause === "dropped" && kind === "read" && !reconnected) {
        reconnected = true;
        continue;
      }
      return answer;
    }
  };

  return {
    tokens,
    wire,
    clock,
    call: async (account, input) => {
      const started = performance.now();
      const { contractId } = account;
      const { answer, outcome } = await traced(`Smaregi ${input.name}`, {}, async (note) => {
        const got = understand(await withPatience(account, "call", () => send(account, input)), input.schema);
        const how = outcomeOf(got);
        note({ "musubi.outcome": how.outcome });
        return { answer: got, outcome: how };
      });
      const ended = { contractId, name: input.name, ...outcome, ms: performance.now() - started };
      options.onCall?.(ended);
      log?.debug(ended, "called Smaregi");
      return answer;
    },
    close: () => wire.close(),
  };
}

/** A wire that notes the time of each answer. */
function noteTimes(wire: Wire, clock: SmaregiClock): Wire {
  const send: Wire["send"] = async (call) => {
    const { host, pathname } = new URL(call.url);
    const attributes = { "http.request.method": call.method, "server.address": host, "url.path": pathname };
    // Its own span, apart from the call around it, which waits for its turn and for a token.
    const answer = await traced(call.method, { kind: "client", place: "inner", attributes }, async (note) => {
      const got = await wire.send(call);
      if (got.kind === "answer") note({ "http.response.status_code": got.status });
      else note({ "error.type": got.cause });
      return got;
    });
    // Errors may also come from a server in front of Smaregi, which has its own clock.
    if (answer.kind === "answer" && answer.status < 500) clock.note(answer.date);
    return answer;
  };
  return { ...wire, send };
}

function urlOf(apiUrl: string, { contractId }: Account, { path, query = {} }: CallInput<z.ZodType>): string {
  const asked = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  // The plus of +09:00 is sent as %2B: unescaped it would be read as a space.
  const words = new URLSearchParams(asked).toString();
  return `${apiUrl}/${encodeURIComponent(contractId)}/pos${path}${words === "" ? "" : `?${words}`}`;
}

/**
 * P4: only Smaregi's own definite answer is a verdict: a 2xx that contains what was asked for, or a 4xx problem in its
 * form. Any other answer leaves the result of the call open. Redirects are not followed.
 */
function understand<Schema extends z.ZodType>(
  answer: Answer | Silence | Failure,
  schema: Schema,
): CallAnswer<z.output<Schema>> {
  if (answer.kind === "silence") return { ...answer, kind: "unclear", step: "call" };
  if (answer.kind !== "answer") return answer;
  const { status, body, sentAt } = answer;
  if (isVerdict(body, status)) {
    return { kind: "refused", step: "call", status, reason: saidBy(body, status) };
  }
  const at = { kind: "unclear" as const, step: "call" as const, sent: true, status, sentAt };
  if (status < 200 || status >= 300) return { ...at, cause: "serverError", reason: unclearBy(body, status) };
  const parsed = schema.safeParse(readJson(body));
  if (parsed.success) return { kind: "ok", value: parsed.data };
  return {
    ...at,
    cause: "unreadable",
    reason: { kind: "unreadable", data: { said: reasonOf(body, status) } },
  };
}

function outcomeOf(answer: CallAnswer<unknown>): { outcome: string; status?: number } {
  if (answer.kind === "ok") return { outcome: "ok" };
  const outcome = answer.kind === "refused" ? "refused" : answer.cause;
  return answer.status === undefined ? { outcome } : { outcome, status: answer.status };
}
