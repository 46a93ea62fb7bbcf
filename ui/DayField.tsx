import { TextInput, type TextInputProps } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useWords } from "./language.tsx";
import { common } from "./words.ts";

/**
 * A day, or a time of the day. What is half typed, and a day that there is not (31 February), every browser gives as nothing: an end, a
 * release or an expiry would be left out, or taken back, without a word. So the field says it, and its form is not sent.
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
    // Before what the form itself does when it is sent.
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
