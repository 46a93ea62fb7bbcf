import { Group, Input, TextInput, UnstyledButton } from "@mantine/core";
import { useId, useState, type ReactNode } from "react";
import { useWords } from "../../ui/language.tsx";
import { mostPieces, readPieces } from "../cart/rules.ts";
import { words as dictionary } from "./words.ts";

type Props = {
  label: string;
  /** True if the label is only for screen readers, because the product is shown beside the field. */
  isLabelHidden?: boolean;
  value: number;
  change(value: number): void;
  error?: ReactNode;
};

/**
 * A field for a number of pieces: buttons for fewer and more, or typed in half-width or full-width digits. An invalid number is reset
 * when the field is left.
 */
export function Quantity({ label, isLabelHidden, value, change, error }: Props) {
  const errorId = useId();
  const words = useWords(dictionary);
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    setTyped(text);
    const pieces = readPieces(text);
    if (pieces !== null) change(pieces);
  };
  const id = useId();
  const name = isLabelHidden === true ? { "aria-label": label } : { id };
  const isWrong = error !== undefined && error !== null;
  return (
    <div>
      {isLabelHidden === true ? null : <Input.Label htmlFor={id}>{label}</Input.Label>}
      <Group gap={4} wrap="nowrap">
        <Step name={words.fewer(label)} sign="−" to={value - 1} change={change} />
        <TextInput
          {...name}
          value={typed ?? String(value)}
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={() => setTyped(null)}
          inputMode="numeric"
          autoComplete="off"
          error={isWrong}
          aria-describedby={isWrong ? errorId : undefined}
          styles={{ input: { textAlign: "center", width: "4.5rem" } }}
        />
        <Step name={words.further(label)} sign="＋" to={value + 1} change={change} />
      </Group>
      {isWrong ? (
        <Input.Error id={errorId} mt={5}>
          {error}
        </Input.Error>
      ) : null}
    </div>
  );
}

function Step({
  name,
  sign,
  to,
  change,
}: {
  name: string;
  sign: string;
  to: number;
  change(value: number): void;
}) {
  return (
    <UnstyledButton
      className="quantity-step"
      aria-label={name}
      disabled={to < 1 || to > mostPieces}
      onClick={() => change(to)}
    >
      {sign}
    </UnstyledButton>
  );
}
