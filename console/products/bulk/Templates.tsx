import { Anchor, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { withQuery } from "../../../ui/api.ts";
import { useWords } from "../../../ui/language.tsx";
import { Section } from "../../../ui/Section.tsx";
import { NotWhole } from "./NotWhole.tsx";
import { bulkWords } from "./words.ts";

const template = "/api/v1/products-template.csv";
const all = "/api/v1/products.csv";

/** Files to start with: templates, and all products as they are; in both encodings. */
export function Templates() {
  const words = useWords(bulkWords);
  const [isAsked, setAsked] = useState(false);
  const files = [
    { title: words.templateRegister, path: template, query: { for: "register", examples: true } },
    { title: words.templateChange, path: template, query: { for: "change" } },
    { title: words.exportAll, path: all, query: {}, says: words.exportSays },
  ];
  return (
    <Section title={words.templates}>
      <Stack gap="sm">
        {files.map(({ title, path, query, says }) => (
          <div key={title}>
            <Group gap="sm">
              <Text>{title}</Text>
              {(["utf-8", "shift_jis"] as const).map((encoding) => {
                const name = encoding === "utf-8" ? words.utf8 : words.sjis;
                return (
                  <Anchor
                    key={encoding}
                    href={withQuery(path, { ...query, encoding })}
                    download
                    size="sm"
                    aria-label={`${title} ${name}`}
                    {...(path === all && encoding === "shift_jis" ? { onClick: () => setAsked(true) } : {})}
                  >
                    {name}
                  </Anchor>
                );
              })}
            </Group>
            {path === all && isAsked ? <NotWhole /> : null}
            {says === undefined ? null : (
              <Text size="sm" className="soft">
                {says}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Section>
  );
}
