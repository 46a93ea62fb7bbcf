import * as oauth from "oauth4webapi";
import { z } from "zod";
import type { Fact } from "../facts/fact.ts";
import { isTokenVerdict, readJson, saidBy } from "./reasons.ts";
import type { SignInAnswer, SignInApp, SignInInput, Unclear } from "./types.ts";
import type { Answer, Silence, Wire } from "./wire.ts";

/**
 * Only the identity: the person's token is used for nothing else, and is discarded (docs/decisions/contract-proof.md).
 */
const scope = "openid email profile";

const tokenAnswer = z.looseObject({ access_token: z.string().min(1) });
const userAnswer = z.looseObject({
  sub: z.string().min(1),
  contract: z.looseObject({
    id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    user_id: z.union([z.string(), z.number()]).transform(String).nullish(),
    is_owner: z.boolean().nullish(),
  }),
});

/** A new state and verifier, for one attempt: 256 random bits each. */
export const newSignIn = (): { state: string; verifier: string } => ({
  state: oauth.generateRandomState(),
  verifier: oauth.generateRandomCodeVerifier(),
});

/** The address of Smaregi's sign-in page. */
export async function signInUrl(
  idUrl: string,
  { clientId, redirectUri, state, verifier }: SignInApp & { state: string; verifier: string },
): Promise<string> {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  return `${idUrl}/authorize?${query.toString()}`;
}

/**
 * Reads what came back from the sign-in page: exchanges the code for a token, and the token for its user. Nothing is
 * sent twice: a code is valid once, and if an answer is lost, the person starts again.
 */
export async function readSignIn(idUrl: string, wire: Wire, input: SignInInput): Promise<SignInAnswer> {
  const { clientId, clientSecret, redirectUri, answer, state, verifier } = input;
  const server: oauth.AuthorizationServer = {
    issuer: idUrl,
    token_endpoint: `${idUrl}/authorize/token`,
  };
  const client: oauth.Client = { client_id: clientId };
  const options = over(wire);
  try {
    const taken = oauth.validateAuthResponse(server, client, answer, state);
    // As in Smaregi's other token call. The library's own Basic escapes "-" and "_", which Smaregi's IDs contain.
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const auth: oauth.ClientAuth = (_, __, ___, headers) => headers.set("authorization", `Basic ${basic}`);
    const given = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      auth,
      taken,
      redirectUri,
      verifier,
      options,
    );
    // The ID token in it is not used: its issuer and key are unknown, and userinfo says the same.
    const token = await readAnswer(given, tokenAnswer);
    if (!("value" in token)) return token;
    const bearer = { authorization: `Bearer ${token.value.access_token}` };
    const told = await wire.send({ method: "POST", url: `${idUrl}/userinfo`, headers: bearer });
    if (told.kind === "silence") return unclear(told);
    const user = await readAnswer(responseOf(told), userAnswer);
    if (!("value" in user)) return user;
    const { contract, sub } = user.value;
    return {
      kind: "signedIn",
      contractId: contract.id,
      user: contract.user_id ?? sub,
      isOwner: contract.is_owner === true,
    };
  } catch (error) {
    if (error instanceof WireSilence) return unclear(error.silence);
    if (error instanceof oauth.AuthorizationResponseError) {
      return error.error === "access_denied" ? { kind: "denied" } : { kind: "invalid", reason: error.error };
    }
    if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
      return { kind: "invalid", reason: error.message };
    }
    throw error;
  }
}

async function readAnswer<Schema extends z.ZodType>(
  response: Response,
  schema: Schema,
): Promise<{ value: z.output<Schema> } | Extract<SignInAnswer, { kind: "refused" | "unclear" }>> {
  const { status } = response;
  const body = await response.text();
  if (isTokenVerdict(body, status)) {
    return { kind: "refused", step: "token", status, reason: saidBy(body, status) };
  }
  const parsed = schema.safeParse(readJson(body));
  if (status === 200 && parsed.success) return { value: parsed.data };
  // A 2xx that cannot be read may still contain a token, so its text is not passed on.
  const reason: Fact = status < 300 ? { kind: "tokenUnreadable", data: { status } } : saidBy(body, status);
  const cause = status < 300 ? ("unreadable" as const) : ("serverError" as const);
  return { kind: "unclear", step: "token", cause, sent: true, status, reason };
}

const unclear = ({ cause, sent, reason }: Silence): Unclear => ({
  kind: "unclear",
  step: "token",
  cause,
  sent,
  reason,
});

/** Keeps only that the status is odd, if it may have no body or fetch does not know it. */
const responseOf = ({ status, body }: Answer): Response =>
  new Response(body, {
    status: status < 200 || status > 599 || [204, 205, 304].includes(status) ? 502 : status,
  });

/** Stands for a missing answer, because the library knows only answers. */
class WireSilence extends Error {
  readonly silence: Silence;
  constructor(silence: Silence) {
    super(silence.reason.kind);
    this.silence = silence;
  }
}

/** Sends the library's requests over our own wire: its time limit, its connections, no redirects. */
function over(wire: Wire): oauth.TokenEndpointRequestOptions {
  const send = async (
    url: string,
    request: { headers: Record<string, string>; body?: unknown },
  ): Promise<Response> => {
    const body = request.body instanceof URLSearchParams ? { body: request.body.toString() } : {};
    const answer = await wire.send({ method: "POST", url, headers: request.headers, ...body });
    if (answer.kind === "silence") throw new WireSilence(answer);
    return responseOf(answer);
  };
  return {
    [oauth.customFetch]: send,
    // The local Smaregi uses plain http; the operator's setting decides which host is asked.
    [oauth.allowInsecureRequests]: true,
  };
}
