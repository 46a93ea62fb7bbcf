import { SimpleGrid, Stack, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useLanguage, useWords } from "../../ui/language.tsx";
import { Page } from "../../ui/Page.tsx";
import { Section } from "../../ui/Section.tsx";
import { CardLink, TextLink } from "../frame/links.tsx";
import { NotFound } from "../frame/NotFound.tsx";
import "./help.css";
import { topicNames, topics } from "./topics.ts";
import { helpWords, type TopicName } from "./words.ts";

/** The help: the list of subjects, or one of them. */
export default function HelpPage() {
  const words = useWords(helpWords);
  const { language } = useLanguage();
  const { topic } = useParams({ strict: false });
  if (topic === undefined) {
    return (
      <Page title={words.title} lead={words.lead}>
        <Topics of={topicNames} />
      </Page>
    );
  }
  const name = topicNames.find((each) => each === topic);
  if (name === undefined) return <NotFound />;
  const { lead, parts } = topics[name][language];
  return (
    <Page title={words.titles[name]} lead={lead} back={<TextLink to="/help">{words.all}</TextLink>}>
      {parts.map((part) => (
        <Section key={part.title} title={part.title}>
          <div className="help">
            {part.says.map((text) => (
              <p key={text}>{text}</p>
            ))}
            {part.points === undefined ? null : (
              <ul>
                {part.points.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            )}
          </div>
        </Section>
      ))}
      <Section title={words.others}>
        <Topics of={topicNames.filter((each) => each !== name)} isShort />
      </Section>
    </Page>
  );
}

function Topics({ of, isShort = false }: { of: TopicName[]; isShort?: boolean }) {
  const words = useWords(helpWords);
  const { language } = useLanguage();
  if (isShort) {
    return (
      <Stack gap={6} align="flex-start">
        {of.map((topic) => (
          <TextLink key={topic} to="/help/$topic" params={{ topic }}>
            {words.titles[topic]}
          </TextLink>
        ))}
      </Stack>
    );
  }
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {of.map((topic) => (
        <CardLink key={topic} to="/help/$topic" params={{ topic }}>
          <Text fw={650}>{words.titles[topic]}</Text>
          <Text size="sm" className="soft">
            {topics[topic][language].lead}
          </Text>
        </CardLink>
      ))}
    </SimpleGrid>
  );
}
