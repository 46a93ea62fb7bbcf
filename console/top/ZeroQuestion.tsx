import { Button, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Status } from "../../src/http/api-types.ts";
import { ask } from "../../ui/api.ts";
import { useFormats } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { useConfirm } from "../../ui/useConfirm.tsx";
import { TextLink } from "../frame/links.tsx";
import { useMay } from "../frame/session.ts";
import { logWords } from "../settings/log/words.ts";
import { heldQuery } from "./held.ts";
import type { ProductSearch } from "../products/search.ts";
import { topWords } from "./words.ts";

const shownAtMost = 10;

/** B8: the question of the mass-zero guard: which products and why, and three answers that say what they do. */
export function ZeroQuestion({ question }: { question: NonNullable<Status["zeroQuestion"]> }) {
  const words = useWords(topWords);
  const log = useWords(logWords);
  const { number, moment } = useFormats();
  const mayAnswer = useMay("link.repair");
  const confirm = useConfirm();
  const client = useQueryClient();
  const held = useQuery(heldQuery);
  const answer = useMutation({
    mutationFn: (given: "setToZero" | "keep" | "stop") =>
      ask("POST", "/api/v1/zero-question/answer", { body: { answer: given } }),
    onSuccess: () => notifications.show({ message: words.answered }),
    // If someone else has answered meanwhile, the next read removes the question.
    onSettled: () => client.invalidateQueries(),
  });
  const products = number(question.products);
  const toZero = async () => {
    const says = words.toZeroSays(products);
    if (await confirm({ title: words.toZero, says, does: words.toZero, isDestructive: true }))
      answer.mutate("setToZero");
  };
  const rows = held.data ?? [];
  return (
    <Section title={words.zero} tone="wrong">
      <Stack gap="sm">
        <Text>{words.zeroLead(products, number(question.variations), moment(question.since))}</Text>
        {question.causes.map((cause) => (
          <Text key={cause}>{words.zeroCause[cause]}</Text>
        ))}
        <Text>
          {words.zeroKept}
          {words.zeroCheck}
        </Text>
        <div>
          <Text fw={650}>{words.zeroProducts}</Text>
          <ul className="plain">
            {rows.slice(0, shownAtMost).map(({ productId, name, variationName, ...row }) => (
              <li key={row.systemProductNumber}>
                <TextLink to="/products/$id" params={{ id: productId }} underline="always">
                  {variationName === "" ? name : `${name} ${variationName}`}
                </TextLink>{" "}
                <Text span size="sm" className="soft">
                  {row.systemProductNumber} {log.smaregiProduct(row.smaregiProductId)}
                </Text>
              </li>
            ))}
            {rows.length > shownAtMost ? (
              <li>
                {words.zeroMore(number(rows.length - shownAtMost))}{" "}
                <TextLink to="/products" search={{ state: "failed" } as ProductSearch} underline="always">
                  {words.zeroAll}
                </TextLink>
              </li>
            ) : null}
          </ul>
        </div>
        <ProblemNotice error={answer.error} />
        {mayAnswer ? (
          <div className="answers">
            <Button variant="default" loading={answer.isPending} onClick={() => answer.mutate("keep")}>
              {words.keep}
            </Button>
            <Text size="sm">{words.keepSays}</Text>
            <Button variant="default" loading={answer.isPending} onClick={() => answer.mutate("stop")}>
              {words.stop}
            </Button>
            <Text size="sm">{words.stopSays}</Text>
            <Button color="shu" loading={answer.isPending} onClick={() => void toZero()}>
              {words.toZero}
            </Button>
            <Text size="sm">{words.toZeroSays(products)}</Text>
          </div>
        ) : (
          <Text size="sm" className="soft">
            {log.mayNot}
          </Text>
        )}
      </Stack>
    </Section>
  );
}
