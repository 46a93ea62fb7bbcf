import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { notThere, refuse, type Answer } from "./answer.ts";
import { takeFault, type Fault } from "./faults.ts";
import { jst } from "./jst.ts";
import { takeCall, tooMany } from "./pace.ts";
import { routes, type Route } from "./platform-api.ts";
import { tell, type Call, type State } from "./state.ts";
import { switchesOf } from "./switches.ts";
import { giveToken, openContract } from "./token.ts";
import { html, readBody, readJson, send } from "./wire.ts";

type Found = { contractId: string; call: string; route: Route | null; parts: string[] };

/** Whether an address belongs to the API or the token host, and which call it is. */
export function findCall(method: string, path: string): Found | null {
  const token = /^\/app\/([^/]+)\/token\/?$/.exec(path);
  if (token !== null)
    return {
      contractId: decodeURIComponent(token[1] ?? ""),
      call: `${method} /token`,
      route: null,
      parts: [],
    };
  const api = /^\/([^/]+)\/pos(\/.*)$/.exec(path);
  if (api === null) return null;
  const contractId = decodeURIComponent(api[1] ?? "");
  for (const route of routes) {
    const match = route.call.startsWith(`${method} `) ? route.path.exec(api[2] ?? "") : null;
    if (match !== null)
      return { contractId, call: route.call, route, parts: match.slice(1).map(decodeURIComponent) };
  }
  return { contractId, call: `${method} ?`, route: null, parts: [] };
}

/** Serves one call: maintenance, pace, faults, and then what Smaregi would do. */
export async function serveApi(
  state: State,
  found: Found,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const switches = switchesOf(state, found.contractId);
  const entry = note(state, found, url, request.method ?? "");
  const finish = (answer: Answer) => {
    entry.status = answer.status;
    tell(state, "call", entry);
    send(response, answer);
  };
  if (switches.latencyMs > 0) await delay(switches.latencyMs);
  if (switches.maintenance === "problem503") return finish(refuse(503, "ただいまメンテナンス中です。"));
  if (switches.maintenance === "html503") return finish(html(503, "メンテナンス中"));
  if (switches.maintenance !== "off") return silence(state, entry, response, switches.maintenance);

  const paced = takeCall(
    state,
    found.contractId,
    request.method === "GET" || found.call === "POST /token" ? "read" : "write",
  );
  if (paced !== null) return finish(paced);
  const fault = takeFault(state, found.contractId, found.call);
  if (fault !== null) entry.fault = fault;
  if (fault === null) return finish(perform(state, found, url, request, body));
  if (fault.startsWith("commitThen")) perform(state, found, url, request, body);
  meet(state, fault, entry, response, finish);
}

function perform(state: State, found: Found, url: URL, request: IncomingMessage, body: string): Answer {
  const { contractId, call, route, parts } = found;
  const authorization = request.headers.authorization ?? "";
  if (call === "POST /token") return giveToken(state, contractId, authorization, body);
  if (route === null) return notThere();
  const opened = openContract(state, contractId, authorization, route.scope);
  if ("refused" in opened) return opened.refused;
  const parsed = body === "" ? undefined : readJson(body);
  if (body !== "" && parsed === undefined) return refuse(400, "JSONの形式が不正です。");
  const { contract } = opened;
  return route.answer({ state, contract, query: url.searchParams, parts, path: url.pathname, body: parsed });
}

function meet(
  state: State,
  fault: Fault["kind"],
  entry: Call,
  response: ServerResponse,
  finish: (answer: Answer) => void,
): void {
  switch (fault) {
    case "commitThenTimeout":
    case "timeout":
      return silence(state, entry, response, "hang");
    case "commitThenReset":
    case "reset":
      return silence(state, entry, response, "reset");
    case "commitThen500":
    case "status500":
      return finish(refuse(500, "予期しないエラーが発生しました。"));
    case "status503":
      return finish(refuse(503, "ただいまメンテナンス中です。"));
    case "html502":
      return finish(html(502, "Bad Gateway"));
    case "status400":
      return finish(refuse(400, "リクエストが不正です。"));
    case "status401":
      return finish(refuse(401, "アクセストークンが無効です。"));
    case "status429":
      return finish(tooMany(switchesOf(state, entry.contractId)));
    case "garbage":
      return finish({ status: 200, body: "{broken", type: "application/json" });
    case "emptyBody":
      return finish({ status: 200, body: "", type: "application/json" });
    default:
      return fault satisfies never;
  }
}

/** No answer: the connection is cut, or stays open until the caller gives up. */
function silence(state: State, entry: Call, response: ServerResponse, how: "reset" | "hang"): void {
  tell(state, "call", { ...entry, status: how });
  if (how === "reset") response.socket?.resetAndDestroy();
}

function note(state: State, found: Found, url: URL, method: string): Call {
  state.seq += 1;
  const { contractId, call } = found;
  const entry = {
    seq: state.seq,
    at: jst(),
    contractId,
    method,
    path: url.pathname,
    query: url.search,
    call,
    status: null,
  };
  state.calls.push(entry);
  if (state.calls.length > 20_000) state.calls.splice(0, 5_000);
  const counts = state.counts.get(contractId) ?? new Map<string, number>();
  state.counts.set(contractId, counts);
  counts.set(call, (counts.get(call) ?? 0) + 1);
  return entry;
}
