import type { z } from "zod";
import { invalidInput } from "./problems.ts";

/** The places at which a body is refused, as callers read them; none if it is accepted. */
export function refusedPlaces(schema: z.ZodType, body: unknown): string[] {
  const read = schema.safeParse(body);
  return read.success ? [] : invalidInput(read.error).fields.map((field) => field.path);
}
