import type { z } from "zod";
import { invalidInput } from "./problems.ts";

/** The places that a body is refused at, as callers read them; none: it is taken. */
export function refusedPlaces(schema: z.ZodType, body: unknown): string[] {
  const read = schema.safeParse(body);
  return read.success ? [] : invalidInput(read.error).fields.map((field) => field.path);
}
