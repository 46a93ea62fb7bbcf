import { CloseButton, NativeSelect, Text, TextInput } from "@mantine/core";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { readWhole } from "../../../ui/numbers.ts";
import { LineText } from "../parts/LineText.tsx";
import { orderWords } from "../parts/words.ts";
import type { EntryLine } from "./entry.ts";
import { entryWords } from "./words.ts";

type Props = {
  line: EntryLine;
  position: number;
  /** The error of a field of this line: `quantity`, `answers.0`. */
  errorOf(field: string): string | undefined;
  change(changed: Partial<EntryLine>): void;
  drop(): void;
};

/** A line to enter: quantity, price, and the answers to the product's questions (pattern 2). */
export function LineFields({ line, position, errorOf, change, drop }: Props) {
  const words = useWords(entryWords);
  const said = useWords(orderWords);
  const { number, yen } = useFormats();
  const name = `${line.productName} ${line.variationName}`.trim();
  const sum = (readWhole(line.quantity) ?? Number.NaN) * (readWhole(line.unitPrice) ?? Number.NaN);
  const left = line.left === null ? words.unlimited : words.left(number(line.left ?? 0));
  const wrong = errorOf("variationId") ?? errorOf("answers");
  return (
    <li className="entry-line" aria-label={words.line(position, name)}>
      <LineText line={{ ...line, answers: line.kept?.answers ?? [], questions: line.kept?.questions ?? [] }}>
        {line.left === undefined ? null : (
          <Text size="sm" className="soft">
            {left}
          </Text>
        )}
        {line.kept === undefined || line.kept.answers.length === 0 ? null : (
          <Text size="sm" className="soft">
            {words.keptAnswers}
          </Text>
        )}
        {wrong === undefined ? null : <div className="field-error">{wrong}</div>}
      </LineText>
      <TextInput
        label={said.quantity}
        inputMode="numeric"
        value={line.quantity}
        error={errorOf("quantity")}
        onChange={({ currentTarget }) => change({ quantity: currentTarget.value })}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <TextInput
        label={said.unitPrice}
        inputMode="numeric"
        value={line.unitPrice}
        error={errorOf("unitPrice")}
        onChange={({ currentTarget }) => change({ unitPrice: currentTarget.value })}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <div className="sum">{Number.isNaN(sum) ? "" : yen(sum)}</div>
      <div className="drop">
        <CloseButton aria-label={words.dropLine(name, position)} onClick={drop} />
      </div>
      {line.questions.length === 0 ? null : <Answers line={line} errorOf={errorOf} change={change} />}
    </li>
  );
}

function Answers({ line, errorOf, change }: Pick<Props, "line" | "errorOf" | "change">) {
  const words = useWords(entryWords);
  const answer = (nth: number, text: string) => change({ answers: line.answers.with(nth, text) });
  return (
    <div className="line-answers">
      {line.questions.map((question, nth) =>
        "choices" in question ? (
          <NativeSelect
            key={question.name}
            label={question.name}
            withAsterisk
            value={line.answers[nth] ?? ""}
            data={[{ value: "", label: words.choose }, ...question.choices]}
            error={errorOf(`answers.${nth}`)}
            onChange={({ currentTarget }) => answer(nth, currentTarget.value)}
          />
        ) : (
          <TextInput
            key={question.name}
            label={question.name}
            value={line.answers[nth] ?? ""}
            error={errorOf(`answers.${nth}`)}
            onChange={({ currentTarget }) => answer(nth, currentTarget.value)}
          />
        ),
      )}
    </div>
  );
}
