import type { z } from "zod";
import { readJson, reasonOf } from "./answers.ts";
import { Tokens, type PacedSend } from "./token.ts";
import type { Account, EndedCall, Failure, Pace } from "./types.ts";
import { openWire } from "./wire.ts";

export type CallInput<Schema extends z.ZodType> = {
  name: string;
  method: "GET" | "POST";
  path: string;
  query?: Record<string, string | undefined>;
  body?: object;
  /** What a 2xx has to hold. */
  schema: Schema;
};

export type CallAnswer<T> = { kind: "ok"; value: T } | Failure;

export type Caller = {
  call<Schema extends z.ZodType>(
    account: Account,
    input: CallInput<Schema>,
  ): Promise<CallAnswer<z.output<Schema>>>;
  tokens: Tokens;
  close(): Promise<void>;
};

/** How often a call that met 429 is sent again before it counts as refused. */
const patience = 5;

/** Sends calls with token, pace and time limit, and reads every answer into a value. */
export function openCaller(options: {
  idUrl: string;
  apiUrl: string;
  timeoutMs: number;
  pace: Pace;
  onCall?: (call: EndedCall) => void;
}): Caller {
  const { apiUrl, pace } = options;
  const wire = openWire(options.timeoutMs);

  const paced = async (kind: "read" | "write", contractId: string, call: Parameters<PacedSend>[1]) => {
    for (let attempt = 1; ; attempt += 1) {
      await pace.take(contractId, kind);
      const answer = await wire.send(call);
      if (answer.kind === "silence" || answer.status !== 429 || attempt > patience) return answer;
      // 429: nothing was done. Every process waits, not only this one.
      await pace.pause(contractId, kind, retryAfterMs(answer.retryAfter));
    }
  };
  // Token calls count among the reads.
  const tokens = new Tokens(options.idUrl, (contractId, call) => paced("read", contractId, call));

  const send = async <Schema extends z.ZodType>(account: Account, input: CallInput<Schema>) => {
    const kind = input.method === "GET" ? "read" : "write";
    const query = new URLSearchParams(
      Object.entries(input.query ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ).toString();
    const url = `${apiUrl}/${encodeURIComponent(account.contractId)}/pos${input.path}${query === "" ? "" : `?${query}`}`;
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
      const answer = await paced(kind, account.contractId, call);
      if (answer.kind === "answer" && answer.status === 401 && !renewed) {
        renewed = true;
        tokens.drop(account, token);
        continue;
      }
      // A kept connection may be closed just as a call goes out on it: a read is simply sent again.
      if (answer.kind === "silence" && answer.cause === "dropped" && kind === "read" && !reconnected) {
        reconnected = true;
        continue;
      }
      return understand(answer, input.schema);
    }
  };

  return {
    tokens,
    call: async (account, input) => {
      const started = performance.now();
      const answer = await send(account, input);
      const outcome = answer.kind === "ok" ? "ok" : answer.kind === "refused" ? "refused" : answer.cause;
      options.onCall?.({ name: input.name, outcome, ms: performance.now() - started });
      return answer;
    },
    close: () => wire.close(),
  };
}

type Wired = Awaited<ReturnType<PacedSend>>;

function understand<Schema extends z.ZodType>(answer: Wired, schema: Schema): CallAnswer<z.output<Schema>> {
  if (answer.kind === "silence") return { ...answer, kind: "unclear", step: "call" };
  const { status, body } = answer;
  if (status >= 400 && status < 500) {
    return { kind: "refused", step: "call", status, reason: reasonOf(body, status) };
  }
  const at = { kind: "unclear" as const, step: "call" as const, sent: true, status };
  if (status < 200 || status >= 300) return { ...at, cause: "serverError", reason: reasonOf(body, status) };
  const parsed = schema.safeParse(readJson(body));
  if (parsed.success) return { kind: "ok", value: parsed.data };
  return {
    ...at,
    cause: "unreadable",
    reason: `スマレジの応答を読み取れませんでした(${reasonOf(body, status)})。`,
  };
}

/** `Retry-After` in seconds or as a date; a second where it is absent or cannot be read. */
export function retryAfterMs(header: string | null, now = Date.now()): number {
  if (header === null) return 1_000;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1_000 : new Date(header).getTime() - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 100), 60_000) : 1_000;
}
