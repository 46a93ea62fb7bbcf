import { Anchor, Group, List, Text } from "@mantine/core";
import { IconCircleCheckFilled, IconCircleDashed } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Order, Product } from "../../src/http/api-types.ts";
import { ask, type Listed } from "../../ui/api.ts";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { TextLink } from "../frame/links.tsx";
import { useSession } from "../frame/session.ts";
import { topWords } from "./words.ts";

/** Reads whether there is at least one of these. */
const useAny = (topic: string, path: string) =>
  useQuery({
    queryKey: [topic, "any", path],
    queryFn: async ({ signal }) =>
      (await ask<Listed<Product | Order>>("GET", path, { signal })).items.length > 0,
  });

/** The progress of a new shop. The page waits while `isPending`, because steps that appear later would move everything below them. */
export function useSteps() {
  const linked = useAny("products", "/api/v1/products?state=linked&limit=1");
  const order = useAny("orders", "/api/v1/orders?limit=1");
  return {
    isPending: linked.isPending || order.isPending,
    hasLinked: linked.data,
    hasOrder: order.data,
  };
}

type Props = { isSetUp: boolean; isOn: boolean; steps: ReturnType<typeof useSteps> };

/** For a new shop: connect, link a product, take an order. Gone after all three, also if the connection is switched off later. */
export function FirstSteps({ isSetUp, isOn, steps: { hasLinked, hasOrder } }: Props) {
  const words = useWords(topWords);
  const { merchant } = useSession();
  if (hasLinked === undefined || hasOrder === undefined) return null;
  if (isSetUp && hasLinked && hasOrder) return null;
  return (
    <Section title={words.steps}>
      <Text className="soft" mb="sm">
        {words.stepsLead}
      </Text>
      <List type="ordered" spacing="sm" center={false} listStyleType="none" withPadding={false}>
        <Step isDone={isOn} title={words.stepConnect} says={words.stepConnectSays}>
          <TextLink to="/settings/smaregi/start">{words.stepConnectLink}</TextLink>
        </Step>
        <Step isDone={hasLinked} title={words.stepLink} says={words.stepLinkSays}>
          <TextLink to="/products/new">{words.stepLinkLink}</TextLink>
          <TextLink to="/products/bulk">{words.stepLinkBulk}</TextLink>
        </Step>
        <Step isDone={hasOrder} title={words.stepOrder} says={words.stepOrderSays}>
          <TextLink to="/orders/new">{words.stepOrderLink}</TextLink>
          <Anchor href={`/shop/${merchant.number}/`} target="_blank" rel="noreferrer">
            {words.stepOrderShop}
          </Anchor>
        </Step>
      </List>
    </Section>
  );
}

type StepProps = { isDone: boolean; title: string; says: string; children: ReactNode };

function Step({ isDone, title, says, children }: StepProps) {
  const words = useWords(topWords);
  const icon = isDone ? (
    <IconCircleCheckFilled size={20} color="var(--mantine-color-green-8)" aria-label={words.done} />
  ) : (
    <IconCircleDashed size={20} color="var(--soft)" aria-hidden />
  );
  return (
    <List.Item icon={icon} className="step">
      <Text fw={650}>{title}</Text>
      {isDone ? null : (
        <>
          <Text size="sm">{says}</Text>
          <Group gap="md" mt={4}>
            {children}
          </Group>
        </>
      )}
    </List.Item>
  );
}
