import { Kbd } from "@mantine/core";
import { Facts } from "../../ui/Facts.tsx";
import { dictionary, useWords } from "../../ui/language.tsx";
import { Page } from "../../ui/Page.tsx";
import { Section } from "../../ui/Section.tsx";
import { shortcuts } from "./shortcuts.ts";

const shortcutWords = dictionary({
  ja: {
    title: "キーボードショートカット",
    lead: "文字を入力していないときに使えます。2つのキーは続けて押します。どの画面でも「?」でこのページを開けます。",
    keys: "キー",
    names: {
      top: "加盟店TOPへ",
      orders: "受注一覧へ",
      products: "商品一覧へ",
      incidents: "障害へ",
      newOrder: "代理注文へ",
      search: "検索欄へ(一覧の画面)",
      newer: "一覧のひとつ上の受注へ(受注の画面)",
      older: "一覧のひとつ下の受注へ(受注の画面)",
      help: "このページへ",
    },
  },
  en: {
    title: "Keyboard shortcuts",
    lead: "They work wherever you are not typing. Press two keys one after the other. “?” opens this page from anywhere.",
    keys: "Keys",
    names: {
      top: "To the top page",
      orders: "To all orders",
      products: "To all products",
      incidents: "To the incidents",
      newOrder: "To an order for a buyer",
      search: "To the search field (of a list)",
      newer: "To the order above in the list (on an order's page)",
      older: "To the order below in the list (on an order's page)",
      help: "To this page",
    },
  },
});

/** Lists every shortcut key of the console and its effect. */
export default function ShortcutsPage() {
  const words = useWords(shortcutWords);
  return (
    <Page title={words.title} lead={words.lead}>
      <Section title={words.keys}>
        <Facts
          facts={shortcuts.map(({ keys, name }): [string, React.ReactNode] => [
            words.names[name],
            keys.map((key) => (
              <Kbd key={key} mr={4}>
                {key}
              </Kbd>
            )),
          ])}
        />
      </Section>
    </Page>
  );
}
