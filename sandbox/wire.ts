import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

/** Reads a whole body, up to 64 MB (a contract of 20,000 products is about 10). */
export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > 64 * 1024 * 1024) throw new Error("The body is too large");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Returns the parsed JSON, or undefined if it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The parts of a path, decoded; null if they can't be decoded. */
export function decodeParts(parts: string[]): string[] | null {
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** Sends an answer; a string body is sent as it is. */
export function send(response: ServerResponse, answer: Answer): void {
  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? null);
  const type = answer.type ?? "application/json";
  response.writeHead(answer.status, { "content-type": `${type}; charset=utf-8`, ...answer.headers });
  response.end(text);
}

/** A page of HTML, as proxies and maintenance windows answer instead of JSON. */
export const html = (status: number, text: string): Answer => ({
  status,
  body: `<!DOCTYPE html><html><body><h1>${text}</h1></body></html>`,
  type: "text/html",
});
