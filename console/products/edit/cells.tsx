import { ActionIcon, Checkbox, Group, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import { memo } from "react";
import { useWords } from "../../../ui/language.tsx";
import { editWords } from "./words.ts";

type TextCellProps = {
  /** The path in the form: `variations.0.name`. */
  path: string;
  value: string;
  label: string;
  error?: string | undefined;
  placeholder?: string;
  isNumeric?: boolean;
  set(path: string, value: string): void;
};

/** A text field of a row. Rendered again only if its own value changes, because there may be hundreds. */
export const TextCell = memo(function TextCell(props: TextCellProps) {
  const { path, value, label, error, placeholder, isNumeric, set } = props;
  return (
    <TextInput
      data-path={path}
      aria-label={label}
      value={value}
      error={error}
      placeholder={placeholder}
      inputMode={isNumeric === true ? "numeric" : undefined}
      onChange={({ currentTarget }) => set(path, currentTarget.value)}
    />
  );
});

type FlagCellProps = {
  path: string;
  isOn: boolean;
  label: string;
  set(path: string, value: boolean): void;
};

/** 在庫管理フラグ of a row. */
export const FlagCell = memo(function FlagCell({ path, isOn, label, set }: FlagCellProps) {
  return (
    <Checkbox
      mt={8}
      data-path={path}
      aria-label={label}
      checked={isOn}
      onChange={({ currentTarget }) => set(path, currentTarget.checked)}
    />
  );
});

type MoveCellProps = {
  index: number;
  count: number;
  move(from: number, to: number): void;
  remove(index: number): void;
};

/** Moves a row up or down, or removes it. */
export const MoveCell = memo(function MoveCell({ index, count, move, remove }: MoveCellProps) {
  const words = useWords(editWords);
  const nth = index + 1;
  const look = { variant: "subtle", size: 24 } as const;
  return (
    <Group gap={4} wrap="nowrap" mt={6}>
      <ActionIcon
        {...look}
        disabled={index === 0}
        aria-label={words.up(nth)}
        onClick={() => move(index, index - 1)}
      >
        <IconArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...look}
        disabled={nth === count}
        aria-label={words.down(nth)}
        onClick={() => move(index, index + 1)}
      >
        <IconArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...look}
        color="shu.7"
        disabled={count === 1}
        aria-label={words.removeRow(nth)}
        onClick={() => remove(index)}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
});
