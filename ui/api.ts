import { dictionary, readLanguage, type Language } from "./language.tsx";

export type FieldProblem = { path: string; message: string };

/** A refusal of the server, in the reader's language. `errors` name the fields (`lines[0].quantity`). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldProblem[];

  constructor(status: number, code: string, detail: string, errors: FieldProblem[] = []) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** The code of an answer that is not our server's. */
const strange = "strange";

const words = dictionary({
  ja: {
    away: "サーバーに接続できません。入力した内容はそのまま残っています。少し待って、もう一度お試しください。",
    strange: (status: number) =>
      `サーバーから正しい応答がありませんでした(${status})。入力した内容はそのまま残っています。少し待って、もう一度お試しください。`,
    tooLarge:
      "送信したデータが大きすぎるため、途中のサーバーを通りませんでした(413)。ファイルを分けて送信するか、運営者にお問い合わせください。",
  },
  en: {
    away: "The server can't be reached. What you entered is still here: wait a moment and try again.",
    strange: (status: number) =>
      `The server gave no proper answer (${status}). What you entered is still here: wait a moment and try again.`,
    tooLarge:
      "What was sent is too large for a server on the way (413). Send the file in parts, or ask the operator.",
  },
});

type Sent = { body?: unknown; csv?: Blob; headers?: Record<string, string>; signal?: AbortSignal };

/** How our server is reached, and the language of its answers. */
type Reach = {
  fetch(path: string, init: RequestInit): Promise<Response>;
  language(): Language;
};
export type Ask = <Answer>(method: string, path: string, sent?: Sent) => Promise<Answer>;

const fromBrowser: Reach = { fetch: (path, init) => fetch(path, init), language: readLanguage };

/** Makes an `ask` that calls our server in the given way. A server that draws a page calls itself so, without a network. */
export const askBy =
  (reach: Reach): Ask =>
  async <Answer>(method: string, path: string, sent: Sent = {}) => {
    const response = await call(reach, method, path, sent);
    const text = await read(reach, response.text(), sent.signal);
    const answer = parsed(text);
    if (response.ok && (text === "" || answer !== undefined)) return (answer ?? null) as Answer;
    throw refusal(reach, response, answer);
  };

/** Calls our server. Returns its JSON (null if there is none). Throws a Problem, also if nothing answered. */
export const ask: Ask = askBy(fromBrowser);

/** Reads a file from our server in the reader's language; by POST if there is a body. Throws a Problem as `ask` does. */
export async function askFile(path: string, body?: unknown): Promise<Blob> {
  const response = await call(fromBrowser, body === undefined ? "GET" : "POST", path, { body });
  if (response.ok) return await read(fromBrowser, response.blob());
  throw refusal(fromBrowser, response, parsed(await read(fromBrowser, response.text())));
}

async function call(reach: Reach, method: string, path: string, sent: Sent): Promise<Response> {
  const language = reach.language();
  const asked = reach.fetch(path, {
    method,
    headers: {
      "accept-language": language,
      ...(sent.body === undefined ? {} : { "content-type": "application/json" }),
      ...(sent.csv === undefined ? {} : { "content-type": "text/csv" }),
      ...sent.headers,
    },
    body: sent.csv ?? (sent.body === undefined ? null : JSON.stringify(sent.body)),
    signal: sent.signal ?? null,
  });
  return await read(reach, asked, sent.signal);
}

/** Waits for an answer, or for its content. The connection may also be lost after its first lines. */
const read = async <Read>(reach: Reach, reading: Promise<Read>, signal?: AbortSignal): Promise<Read> =>
  await reading.catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new Problem(0, "away", words[reach.language()].away);
  });

/** True if there was no clear answer of our server: what was asked for may have been done. A gateway's page is none. */
export const isUnclear = (error: unknown): boolean =>
  !(error instanceof Problem) || error.status === 0 || error.status >= 500 || error.code === strange;

function refusal(reach: Reach, { status }: Response, answer: unknown): Problem {
  const { code, detail, errors } = (answer ?? {}) as Partial<Problem> & { detail?: string };
  const said = words[reach.language()];
  return new Problem(
    status,
    code ?? strange,
    detail ?? (status === 413 ? said.tooLarge : said.strange(status)),
    errors,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Adds a query to a path; leaves out absent and empty values. */
export function withQuery(path: string, query: Record<string, string | number | boolean | undefined>) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === "" ? path : `${path}?${text}`;
}

/** The answer of a list endpoint. */
export type Listed<Item> = { items: Item[]; nextCursor: string | null };
