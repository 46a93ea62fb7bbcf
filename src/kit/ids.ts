import { v7 } from "uuid";

/** A new ID: a UUID of version 7, so that newer rows sort after older ones. */
export const newId = (): string => v7();

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An ID of ours in its one spelling: a caller may have written it in capitals, as some programs do. */
export const ownIdSpelling = (typed: string): string => typed.toLowerCase();

/** Whether a caller's string can be one of our IDs at all; the database refuses anything else. */
export const isId = (text: string): boolean => shape.test(text);
