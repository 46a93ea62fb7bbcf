import type { UseFormReturnType } from "@mantine/form";
import type { Entry } from "./entry.ts";

/** What each part of the form is given: the form, and what is wrong with a field of it, by path. */
export type EntryPart = {
  form: UseFormReturnType<Entry>;
  errorOf(path: string): string | undefined;
};
