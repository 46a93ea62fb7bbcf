import { TextInput, type TextInputProps } from "@mantine/core";
import { Problem } from "../../ui/api.ts";
import { useWords } from "../../ui/language.tsx";
import { secondStepWords } from "./words.ts";

const takeFocus = (input: HTMLInputElement | null) => input?.focus();

/** True if a sign-in needs the code of a second step. */
export const wantsCode = (error: unknown): boolean =>
  error instanceof Problem && ["second_step_needed", "second_step_wrong"].includes(error.code);

/** The field for the code of a second step, if a sign-in asks for it. */
export function CodeField(props: TextInputProps) {
  const words = useWords(secondStepWords);
  return (
    <TextInput
      label={words.signInCode}
      description={words.signInCodeHint}
      autoComplete="one-time-code"
      required
      // It appears after the press that it stops, so it takes the focus.
      ref={takeFocus}
      {...props}
    />
  );
}
