import { Anchor, SimpleGrid, Text } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Session } from "../../src/http/api-types.ts";
import { useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/Section.tsx";
import { TextLink } from "../frame/links.tsx";
import { topWords } from "./words.ts";

/** 練習モード: what to try first, with links to the till and the shop. */
export function PracticeGuide({ practice }: { practice: NonNullable<Session["practice"]> }) {
  const words = useWords(topWords);
  const away = (href: string, text: string) => (
    <Anchor href={href} target="_blank" rel="noreferrer">
      {text} <IconExternalLink size={14} aria-hidden style={{ verticalAlign: "-2px" }} />
    </Anchor>
  );
  return (
    <Section title={words.practice}>
      <Text className="soft" mb="md">
        {words.practiceLead}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="lg">
        <Attempt title={words.tryTill} says={words.tryTillSays}>
          {away(practice.tillUrl, words.openTill)}
        </Attempt>
        <Attempt title={words.tryShop} says={words.tryShopSays}>
          {away(practice.shopUrl, words.openShop)}
        </Attempt>
        <Attempt title={words.tryEdit} says={words.tryEditSays}>
          <TextLink to="/orders">{words.openOrders}</TextLink>
        </Attempt>
        <Attempt title={words.tryFault} says={words.tryFaultSays}>
          <TextLink to="/settings/smaregi/log">{words.openLog}</TextLink>
        </Attempt>
      </SimpleGrid>
    </Section>
  );
}

function Attempt({ title, says, children }: { title: string; says: string; children: ReactNode }) {
  return (
    <div>
      <Text fw={650}>{title}</Text>
      <Text size="sm" my={4}>
        {says}
      </Text>
      {children}
    </div>
  );
}
