import { v7 } from "uuid";

/** A new ID: a UUID of version 7, so that newer rows sort after older ones. */
export const newId = (): string => v7();

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The one spelling of our IDs, lower case: some programs send them in capitals. */
export const ownIdSpelling = (typed: string): string => typed.toLowerCase();

/** True if a caller's string has the form of our IDs; the database refuses anything else. */
export const isId = (text: string): boolean => shape.test(text);
