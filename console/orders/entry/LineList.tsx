import { Text } from "@mantine/core";
import { useRef, type KeyboardEvent } from "react";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { lineOf } from "./entry.ts";
import type { EntryPart } from "./form.ts";
import { LineFields } from "./LineFields.tsx";
import { ProductPicker } from "./ProductPicker.tsx";
import { entryWords } from "./words.ts";

/** The lines of an order, with the search for products. Enter in a line goes back to the search for the next product. */
export function LineList({ form, errorOf }: EntryPart) {
  const words = useWords(entryWords);
  const search = useRef<HTMLInputElement>(null);
  const { lines } = form.values;
  const toSearch = (event: KeyboardEvent) => {
    const isField = event.target instanceof HTMLInputElement;
    if (event.key === "Enter" && isField) search.current?.focus();
  };
  return (
    <Section title={words.lines}>
      <ProductPicker
        inputRef={search}
        error={errorOf("lines")}
        pick={({ product, variation }) => {
          form.insertListItem("lines", lineOf(product, variation));
          form.clearFieldError("lines");
        }}
      />
      {lines.length === 0 ? (
        <Text className="soft" mt="md">
          {words.noLines}
        </Text>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a short cut; the fields have their own keys
        <ol className="entry-lines" aria-label={words.lines} onKeyDown={toSearch}>
          {lines.map((line, index) => (
            <LineFields
              key={line.key}
              line={line}
              position={index + 1}
              errorOf={(field) => errorOf(`lines.${index}.${field}`)}
              change={(changed) => {
                const fields = Object.keys(changed).map((field) => `lines.${index}.${field}`);
                const isChanged = (path: string) =>
                  fields.some((field) => path === field || path.startsWith(`${field}.`));
                form.setErrors((errors) =>
                  Object.fromEntries(Object.entries(errors).filter(([path]) => !isChanged(path))),
                );
                form.setFieldValue(`lines.${index}`, { ...line, ...changed });
              }}
              drop={() => {
                form.removeListItem("lines", index);
                search.current?.focus();
              }}
            />
          ))}
        </ol>
      )}
    </Section>
  );
}
