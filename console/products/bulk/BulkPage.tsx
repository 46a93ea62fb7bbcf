import { Alert } from "@mantine/core";
import { useWords } from "../../../ui/language.tsx";
import { Page } from "../../../ui/Page.tsx";
import { TextLink } from "../../frame/links.tsx";
import { useMay, useSession } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { productWords } from "../parts/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { PastFiles } from "./PastFiles.tsx";
import { SendForm } from "./SendForm.tsx";
import { Templates } from "./Templates.tsx";
import { bulkWords } from "./words.ts";

/** 商品一括登録・一括変更: templates, the export, sending a file, and the earlier files. */
export default function BulkPage() {
  const words = useWords(bulkWords);
  const said = useWords(productWords);
  const titles = useWords(frame);
  const { account } = useSession();
  const mayBulk = useMay("products.bulk");
  return (
    <Page
      help={<HelpLink topic="csv" />}
      title={titles.bulk}
      lead={words.lead}
      back={<TextLink to="/products">{said.toList}</TextLink>}
    >
      {mayBulk ? (
        <SendForm />
      ) : (
        <Alert color="yellow" variant="light">
          {said.forbiddenBulk(titles.role[account.role])}
        </Alert>
      )}
      <Templates />
      <PastFiles />
    </Page>
  );
}
