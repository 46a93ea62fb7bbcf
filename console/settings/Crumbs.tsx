import { Breadcrumbs, Text } from "@mantine/core";
import { useWords } from "../../ui/language.tsx";
import { TextLink } from "../frame/links.tsx";
import { words as frame } from "../frame/words.ts";

/** The path of a settings page, as in the manual: 店舗設定 > 外部サービス連携 > スマレジ連携設定. */
export function Crumbs({ isConnection = false }: { isConnection?: boolean }) {
  const words = useWords(frame);
  return (
    <Breadcrumbs
      component="nav"
      aria-label={words.where}
      separator="›"
      mb={4}
      fz="sm"
      className="soft crumbs"
    >
      <Text size="sm">{words.settings}</Text>
      <Text size="sm">{words.external}</Text>
      {isConnection ? null : (
        <TextLink to="/settings/smaregi" size="sm">
          {words.connection}
        </TextLink>
      )}
    </Breadcrumbs>
  );
}
