import type { Fact } from "../facts/fact.ts";
import { token as tokenSchema } from "./answers.ts";
import type { PacedSend } from "./paced.ts";
import { isTokenVerdict, readJson, reasonOf, saidBy } from "./reasons.ts";
import type { Account, Failure } from "./types.ts";

/** The scopes that the link needs; Smaregi silently leaves a scope that is not enabled in the app out of the token. */
const scopes =
  "pos.stock:read pos.stock-changes:read pos.products:read pos.transactions:read pos.transactions:write pos.stores:read";

/** `goodUntil`: by `performance.now()`, which changes of the clock do not affect. */
export type Token = { kind: "token"; value: string; scopes: string[]; goodUntil: number };

const widenEveryMs = 60_000;

/** Tokens per contract and credentials: cached, renewed five minutes early, and requested once for many callers. */
export class Tokens {
  readonly #idUrl: string;
  readonly #send: PacedSend;
  readonly #known = new Map<string, Token>();
  readonly #asked = new Map<string, Promise<Token | Failure>>();
  /** When a token was dropped for its scopes. */
  readonly #widened = new Map<string, number>();

  constructor(idUrl: string, send: PacedSend) {
    this.#idUrl = idUrl;
    this.#send = send;
  }

  /** A token that is valid for a while, or why there is none. */
  async get(account: Account): Promise<Token | Failure> {
    const key = keyOf(account);
    const known = this.#known.get(key);
    if (known !== undefined && known.goodUntil > performance.now()) return known;
    const asked = this.#asked.get(key) ?? this.#ask(account, key);
    this.#asked.set(key, asked);
    return await asked;
  }

  /** A token that is neither taken from the cache nor kept there. */
  fresh(account: Account): Promise<Token | Failure> {
    return this.#fetch(account);
  }

  /** Drops a token that Smaregi no longer accepts, unless another caller already has a newer one. */
  drop(account: Account, token: Token): void {
    const key = keyOf(account);
    if (this.#known.get(key) === token) this.#known.delete(key);
  }

  /**
   * Drops a token whose scopes were not enough: the app may have got more in the meantime, without this process
   * knowing. Returns true at most once a minute per app: a scope that is not enabled is refused each time.
   */
  widen(account: Account, token: Token): boolean {
    const key = keyOf(account);
    const now = performance.now();
    if (now - (this.#widened.get(key) ?? Number.NEGATIVE_INFINITY) < widenEveryMs) return false;
    this.#widened.set(key, now);
    this.drop(account, token);
    return true;
  }

  /** Drops all tokens of a contract. */
  forget(contractId: string): void {
    for (const key of this.#known.keys()) if (key.startsWith(`${contractId}\n`)) this.#known.delete(key);
  }

  async #ask(account: Account, key: string): Promise<Token | Failure> {
    try {
      const answer = await this.#fetch(account);
      if (answer.kind === "token") this.#known.set(key, answer);
      return answer;
    } finally {
      this.#asked.delete(key);
    }
  }

  async #fetch({ contractId, clientId, clientSecret }: Account): Promise<Token | Failure> {
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const call = {
      method: "POST" as const,
      url: `${this.#idUrl}/app/${encodeURIComponent(contractId)}/token`,
      headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ grant_type: "client_credentials", scope: scopes }).toString(),
    };
    // Token calls count as reads. They change nothing in Smaregi, so they are sent again like a read.
    const first = await this.#send("read", contractId, call);
    const dropped = first.kind === "silence" && first.cause === "dropped";
    const answer = dropped ? await this.#send("read", contractId, call) : first;
    if (answer.kind === "silence") {
      const { cause, reason } = answer;
      return { kind: "unclear", step: "token", cause, sent: false, reason };
    }
    const { status, body } = answer;
    if (isTokenVerdict(body, status)) {
      const said = reasonOf(body, status);
      const reason = { kind: "tokenRefused", data: { said } } as const;
      return { kind: "refused", step: "token", status, reason };
    }
    if (status === 429) {
      const said = reasonOf(body, status);
      const reason = { kind: "tokenTooMany", data: { said } } as const;
      return { kind: "unclear", step: "token", cause: "serverError", sent: false, status, reason };
    }
    const parsed = tokenSchema.safeParse(readJson(body));
    if (status !== 200 || !parsed.success) {
      const cause = status >= 500 ? "serverError" : "unreadable";
      // A 2xx that cannot be read may still contain a token, so its text is not passed on.
      const reason: Fact =
        status < 300 ? { kind: "tokenUnreadable", data: { status } } : saidBy(body, status);
      return { kind: "unclear", step: "token", cause, sent: false, status, reason };
    }
    const seconds = parsed.data.expires_in;
    const usable = Math.max(seconds - 300, Math.min(60, seconds * 0.8));
    const granted = (parsed.data.scope ?? scopes).split(" ").filter((scope) => scope !== "");
    const goodUntil = performance.now() + usable * 1000;
    return { kind: "token", value: parsed.data.access_token, scopes: granted, goodUntil };
  }
}

const keyOf = (account: Account): string =>
  `${account.contractId}\n${account.clientId}\n${account.clientSecret}`;
