import { Agent, request } from "undici";
import type { ReceiverKind } from "../../kit/tables.ts";
import { outcomeOf, type Outcome } from "../deliveries/rules.ts";
import { ForbiddenAddress, isPublicAddress, literalAddress, publicLookup } from "./addresses.ts";

/** One request to a receiver. */
type Post = { url: string; headers: Record<string, string>; body: string };

export type Poster = {
  post(kind: ReceiverKind, post: Post): Promise<Outcome>;
  close(): Promise<void>;
};

/** How long a receiver may take, in ms, and how many bytes of its answer are read. */
const limits = { ms: 5_000, bytes: 64 * 1024 };

/**
 * HTTP to addresses that a merchant named: only https and public addresses, looked up once and connected to as looked up; no
 * redirects. `allowPrivate`: for operators' own networks, any address, and http.
 */
export function openPoster({ allowPrivate }: { allowPrivate: boolean }): Poster {
  const guard = allowPrivate ? {} : { lookup: publicLookup };
  const agent = new Agent({
    connect: { timeout: limits.ms, ...guard },
    headersTimeout: limits.ms,
    bodyTimeout: limits.ms,
  });
  return {
    post: async (kind, { url, headers, body }) => {
      const target = new URL(url);
      const literal = literalAddress(target);
      if (!allowPrivate && (target.protocol !== "https:" || (literal !== null && !isPublicAddress(literal))))
        return { kind: "refused", error: new ForbiddenAddress(target.host).message };
      try {
        const signal = AbortSignal.timeout(limits.ms);
        const answer = await request(url, { method: "POST", headers, body, dispatcher: agent, signal });
        await answer.body.dump({ limit: limits.bytes, signal }).catch(() => undefined);
        const retryAfter = answer.headers["retry-after"];
        return outcomeOf(kind, answer.statusCode, typeof retryAfter === "string" ? retryAfter : null);
      } catch (error) {
        if (error instanceof ForbiddenAddress) return { kind: "refused", error: error.message };
        const { code, message, name } = error as Error & { code?: string };
        return { kind: "failed", error: name === "TimeoutError" ? "timeout" : (code ?? message) };
      }
    },
    close: () => agent.close(),
  };
}
