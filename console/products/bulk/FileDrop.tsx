import { Button, FileButton, Text } from "@mantine/core";
import { IconFileTypeCsv } from "@tabler/icons-react";
import { useRef, useState, type DragEvent } from "react";
import { useWords } from "../../../ui/language.tsx";
import "../parts/products.css";
import { bulkWords } from "./words.ts";

type Props = { file: File | null; choose(file: File | null): void; error?: string | undefined };

const isCsv = ({ name, type }: File): boolean => /\.(csv|txt)$/i.test(name) || type === "text/csv";

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A field to drop a CSV file, or to choose one with a button. */
export function FileDrop({ file, choose, error }: Props) {
  const words = useWords(bulkWords);
  const [isOver, setOver] = useState(false);
  const [isStrange, setStrange] = useState(false);
  const reset = useRef<() => void>(null);
  const take = (taken: File | null | undefined) => {
    if (taken === null || taken === undefined) return;
    // Otherwise a browser says nothing when the same file, corrected meanwhile, is chosen again.
    reset.current?.();
    setStrange(!isCsv(taken));
    choose(isCsv(taken) ? taken : null);
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const problem = isStrange ? words.notCsv : error;
  return (
    <div
      className="drop-zone"
      data-over={isOver}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
    >
      {file === null ? (
        <Text mb="xs">{words.drop}</Text>
      ) : (
        <Text mb="xs" fw={600} role="status">
          <IconFileTypeCsv size={18} aria-hidden style={{ verticalAlign: "-3px" }} />{" "}
          {words.chosen(file.name, sizeOf(file.size))}
        </Text>
      )}
      <FileButton
        accept=".csv,text/csv"
        onChange={take}
        resetRef={reset}
        inputProps={{ "aria-label": words.file }}
      >
        {(props) => (
          <Button {...props} variant="default">
            {words.choose}
          </Button>
        )}
      </FileButton>
      <Text size="sm" className="soft" mt="xs">
        {words.encodings}
      </Text>
      {problem === undefined ? null : (
        <Text className="field-error" role="alert">
          {problem}
        </Text>
      )}
    </div>
  );
}
