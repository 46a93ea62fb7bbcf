import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { notThere, ok, refuse, type Answer } from "./answer.ts";
import { endCall, noteCall } from "./call-log.ts";
import { takeFault, type FaultKind } from "./faults.ts";
import { takeCall, tooMany } from "./pace.ts";
import { routes, type Route } from "./platform-api.ts";
import { giveUserToken, tellUser } from "./sign-in/codes.ts";
import { later, switchesOf, type Call, type State } from "./state.ts";
import type { Switches } from "./switches.ts";
import { giveToken, openContract } from "./token.ts";
import { decodeParts, html, readBody, readJson, send } from "./wire.ts";

export type Found = { contractId: string; call: string; route: Route | null; parts: string[] };

/** Finds which call of the API or the token host an address is; null if it is none. */
export function findCall(method: string, path: string): Found | null {
  // A person's sign-in is no contract's call: its code says whose it is.
  if (/^\/(authorize\/token|userinfo)\/?$/.test(path)) {
    return { contractId: "", call: `${method} ${path.replace(/\/$/, "")}`, route: null, parts: [] };
  }
  const token = /^\/app\/([^/]+)\/token\/?$/.exec(path);
  const api = /^\/([^/]+)\/pos(\/.*)$/.exec(path);
  const [contractId] = decodeParts([token?.[1] ?? api?.[1] ?? ""]) ?? [];
  if (contractId === undefined || contractId === "") return null;
  if (token !== null) return { contractId, call: `${method} /token`, route: null, parts: [] };
  for (const route of routes) {
    const match = route.call.startsWith(`${method} `) ? route.path.exec(api?.[2] ?? "") : null;
    const parts = match === null ? null : decodeParts(match.slice(1));
    if (parts !== null) return { contractId, call: route.call, route, parts };
  }
  return { contractId, call: `${method} ?`, route: null, parts: [] };
}

/** Serves one call: checks maintenance, pace and faults, and then does what Smaregi would do. */
export async function serveApi(
  state: State,
  found: Found,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { contractId, call } = found;
  const method = request.method ?? "";
  const text = await readBody(request);
  const { latencyMs, maintenance, clockOffsetMs } = switchesOf(state, contractId);
  response.setHeader("date", new Date(Date.now() + clockOffsetMs).toUTCString());
  const entry = noteCall(state, { contractId, call, method, path: url.pathname, query: url.search });
  const finish = (answer: Answer) => {
    endCall(state, entry, answer.status);
    send(response, answer);
  };
  if (latencyMs > 0) await delay(latencyMs);
  while (switchesOf(state, contractId).heldCalls.includes(call) && !response.destroyed) await delay(10);
  if (maintenance !== "off") entry.fault = `maintenance ${maintenance}`;
  if (maintenance === "problem503") return finish(refuse(503, "ただいまメンテナンス中です。"));
  if (maintenance === "html503") return finish(html(503, "ただいまメンテナンス中です。"));
  if (maintenance !== "off") return silence(state, entry, response, maintenance);

  const kind = method === "GET" || contractId === "" || call === "POST /token" ? "read" : "write";
  const paced = takeCall(state, contractId, kind);
  if (paced !== null) return finish(paced);
  const fault = takeFault(state.faults, contractId, call);
  const work = () => perform(state, found, url, request, text);
  if (fault === null) return finish(work());
  entry.fault = fault.kind;
  if (fault.kind.startsWith("commitThen")) work();
  if (fault.kind === "timeoutThenCommit") {
    later(state, fault.delayMs, work);
    return silence(state, entry, response, "hang");
  }
  if (fault.delayMs > 0) await delay(fault.delayMs);
  if (fault.kind === "firstRowGoes") {
    const answer = work();
    finish(answer);
    return loseFirstRow(state, found, url, answer);
  }
  const answer = answerOf(state, fault.kind, contractId);
  if (typeof answer === "string") silence(state, entry, response, answer);
  else finish(answer);
}

function perform(state: State, found: Found, url: URL, request: IncomingMessage, text: string): Answer {
  const { contractId, call, route, parts } = found;
  const authorization = request.headers.authorization ?? "";
  if (call === "POST /token") return giveToken(state, contractId, authorization, text);
  if (call === "POST /authorize/token") return giveUserToken(state, authorization, text);
  if (call.endsWith(" /userinfo")) return tellUser(state, request.method ?? "", authorization);
  if (route === null) return notThere();
  const opened = openContract(state, contractId, authorization, route.scope);
  if ("refused" in opened) return opened.refused;
  const body = text === "" ? undefined : readJson(text);
  if (text !== "" && body === undefined) return refuse(400, "JSONの形式が不正です。");
  const { contract } = opened;
  const answer = route.answer({ state, contract, query: url.searchParams, parts, path: url.pathname, body });
  return withFailingRows(answer, call, switchesOf(state, contractId));
}

/** The ID of a row of a list. */
const idOf = (row: Record<string, unknown>): string =>
  String(row["transactionHeadId"] ?? row["productId"] ?? row["terminalId"] ?? row["storeId"]);

/** The list unchanged, unless a switch leaves out a row of it or makes it fail, or a gateway refuses a list of this length. */
function withFailingRows(answer: Answer, call: string, switches: Switches): Answer {
  const { failingRows, leftOutRows, longestPage } = switches;
  if (!Array.isArray(answer.body)) return answer;
  if (longestPage !== null && answer.body.length > longestPage)
    return { status: 504, body: "<html>504</html>" };
  const isIn = (rows: typeof failingRows) => (row: Record<string, unknown>) =>
    rows.some((each) => each.call === call && each.id === idOf(row));
  if (answer.body.some(isIn(failingRows))) return refuse(500, "予期しないエラーが発生しました。");
  const isLeftOut = isIn(leftOutRows);
  return withOddRows({ ...answer, body: answer.body.filter((row) => !isLeftOut(row)) }, call, switches);
}

/** The list, with the rows that a switch makes odd. */
function withOddRows(answer: Answer, call: string, { oddRows }: Switches): Answer {
  const odd = new Map(oddRows.flatMap((each) => (each.call === call ? [[each.id, each.fields]] : [])));
  if (odd.size === 0 || !Array.isArray(answer.body)) return answer;
  return { ...answer, body: answer.body.map((row) => ({ ...row, ...odd.get(idOf(row)) })) };
}

/** The answer of a call that has a fault; `hang` and `reset` are no answer. */
function answerOf(
  state: State,
  kind: Exclude<FaultKind, "timeoutThenCommit" | "firstRowGoes">,
  contractId: string,
): Answer | "hang" | "reset" {
  switch (kind) {
    case "commitThenTimeout":
    case "timeout":
      return "hang";
    case "commitThenReset":
    case "reset":
      return "reset";
    case "commitThen500":
    case "status500":
      return refuse(500, "予期しないエラーが発生しました。");
    case "status503":
      return refuse(503, "ただいまメンテナンス中です。");
    case "html404":
      return html(404, "Not Found");
    case "html502":
      return html(502, "Bad Gateway");
    case "status400":
      return refuse(400, "リクエストが不正です。");
    case "status401":
      return refuse(401, "アクセストークンが無効、または有効期限切れです。");
    case "status429":
      return tooMany(switchesOf(state, contractId));
    case "garbage":
      return { status: 200, body: "{broken" };
    case "emptyBody":
      return { status: 200, body: "" };
    case "emptyList":
      return ok([]);
    default:
      return kind satisfies never;
  }
}

/** Deletes the page's first row after the page was sent: all following rows move one place to the front. */
function loseFirstRow(state: State, { contractId, call }: Found, url: URL, { body }: Answer): void {
  const contract = state.contracts.get(contractId);
  const productId = Array.isArray(body) ? body[0]?.productId : undefined;
  if (call === "GET /products") contract?.products.delete(productId);
  else contract?.stock.get(url.searchParams.get("store_id") ?? "")?.delete(productId);
}

/** Gives no answer: the connection is cut, or stays open until the caller gives up. */
function silence(state: State, entry: Call, response: ServerResponse, how: "reset" | "hang"): void {
  endCall(state, entry, null);
  if (how === "reset") response.socket?.resetAndDestroy();
}
