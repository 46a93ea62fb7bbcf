import type { UseFormReturnType } from "@mantine/form";
import type { Entry } from "./entry.ts";

/** The props of each part of the form: the form, and the error of a field by its path. */
export type EntryPart = {
  form: UseFormReturnType<Entry>;
  errorOf(path: string): string | undefined;
};
