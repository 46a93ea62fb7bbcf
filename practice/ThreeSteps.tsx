import { Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconCircleCheckFilled, IconCircleDashed } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { PracticeShelf } from "../src/http/api-types.ts";
import { ask } from "../ui/api.ts";
import { useFormats } from "../ui/format.ts";
import { useWords } from "../ui/language.tsx";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { Section } from "../ui/Section.tsx";
import { nameOf } from "./Numbers.tsx";
import { words as dictionary } from "./words.ts";

type Props = Pick<PracticeShelf, "tried" | "isAway"> & {
  last: PracticeShelf["movements"][number] | undefined;
};

/** Three things to try, each ticked when it happens, and the quantity that changed last. */
export function ThreeSteps({ tried, isAway, last }: Props) {
  const words = useWords(dictionary);
  const turn = useMutation({
    mutationFn: (away: boolean) => ask("POST", "/practice/smaregi", { body: { away } }),
  });
  return (
    <Section title={words.steps}>
      <ol className="tries">
        <Try isDone={tried.sold} title={words.sell} says={words.sellSays} />
        <Try isDone={tried.bought} title={words.buy} says={words.buySays} />
        <Try isDone={tried.cameBack} title={words.away} says={isAway ? words.awayNow : words.awaySays}>
          <Button
            size="xs"
            mt={6}
            {...(isAway ? {} : { variant: "default" })}
            loading={turn.isPending}
            onClick={() => turn.mutate(!isAway)}
          >
            {isAway ? words.turnOn : words.turnOff}
          </Button>
          <ProblemNotice error={turn.error} />
        </Try>
      </ol>
      {last === undefined ? null : <LastMove last={last} />}
    </Section>
  );
}

function Try(props: { isDone: boolean; title: string; says: string; children?: ReactNode }) {
  const { isDone, title, says, children } = props;
  const words = useWords(dictionary);
  return (
    <li>
      {isDone ? (
        <IconCircleCheckFilled size={22} color="var(--mantine-color-green-8)" aria-label={words.done} />
      ) : (
        <IconCircleDashed size={22} color="var(--soft)" aria-hidden />
      )}
      <div>
        <Text fw={650}>{title}</Text>
        <Text size="sm">{says}</Text>
        {children}
      </div>
    </li>
  );
}

/** 10 → 8: large, and highlighted again at each movement. */
function LastMove({ last }: { last: NonNullable<Props["last"]> }) {
  const words = useWords(dictionary);
  const { number } = useFormats();
  const { id, quantity, change } = last;
  if (quantity === null) return null;
  return (
    <Group gap="sm" mt="md" className="last-move" role="status">
      <Text size="sm" className="soft">
        {words.lastMove}
      </Text>
      <Text fw={650}>{nameOf(last)}</Text>
      <span key={id} className="moved number">
        {number(quantity - change)} → <b>{number(quantity)}</b>
      </span>
    </Group>
  );
}
