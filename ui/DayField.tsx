import { TextInput, type TextInputProps } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

/**
 * A field for a day, or for a time of day. Every browser reports a half-typed value, or a day that does not exist (31 February), as
 * empty. An end, a release or an expiry would then be left out or deleted silently. So the field shows an error, and its form is not
 * sent.
 */
export function DayField({
  type = "date",
  error,
  onChange,
  onBlur,
  ...rest
}: Omit<TextInputProps, "type" | "max"> & { type?: "date" | "time" }) {
  const words = useWords(common);
  const field = useRef<HTMLInputElement>(null);
  const [isBad, setBad] = useState(false);
  useEffect(() => {
    const input = field.current;
    const form = input?.form;
    // Runs before the form's own submit handler.
    const hold = (event: SubmitEvent) => {
      if (input?.validity.badInput !== true || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      setBad(true);
      input.focus();
    };
    form?.addEventListener("submit", hold, true);
    return () => form?.removeEventListener("submit", hold, true);
  }, []);
  const says = type === "date" ? words.noDay : words.noTime;
  return (
    <TextInput
      {...rest}
      ref={field}
      type={type}
      max={type === "date" ? "9999-12-31" : undefined}
      error={isBad && rest.value === "" ? says : error}
      onChange={(event) => {
        setBad(false);
        onChange?.(event);
      }}
      onBlur={(event) => {
        setBad(event.currentTarget.validity.badInput);
        onBlur?.(event);
      }}
    />
  );
}
