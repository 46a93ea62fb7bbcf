import { Readable } from "node:stream";
import { z } from "@hono/zod-openapi";
import type { Encoding } from "../../kit/csv.ts";
import { tells } from "../schemas.ts";

/** The answers of a route that sends a file. */
export const csvAnswer = (description: string) => tells("text/csv", description);
export const encodingQuery = z.enum(["utf-8", "shift_jis"]).default("utf-8");
export const encodingOf = (name: z.infer<typeof encodingQuery>): Encoding =>
  name === "utf-8" ? "utf8" : "cp932";

/** A file as an answer, whole or a piece at a time. */
export function csvResponse(
  bytes: Buffer | AsyncIterable<Buffer>,
  { name, encoding }: { name: string; encoding: Encoding },
): Response {
  const body = Buffer.isBuffer(bytes)
    ? new Uint8Array(bytes)
    : (Readable.toWeb(Readable.from(bytes)) as ReadableStream<Uint8Array>);
  const charset = encoding === "utf8" ? "utf-8" : "shift_jis";
  return new Response(body, {
    headers: {
      "content-type": `text/csv; charset=${charset}`,
      "content-disposition": `attachment; filename="${name}"`,
    },
  });
}
