import { queryOptions, useQuery } from "@tanstack/react-query";
import type { ShopSettings } from "../../../src/http/api-types.ts";
import { ask } from "../../../ui/api.ts";
import { Facts } from "../../../ui/Facts.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { Page } from "../../../ui/Page.tsx";
import { ProblemNotice } from "../../../ui/ProblemNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { useMay } from "../../frame/session.ts";
import { words as frame } from "../../frame/words.ts";
import { HelpLink } from "../../help/HelpLink.tsx";
import { BuyerRetention } from "./BuyerRetention.tsx";
import { PaperSettings } from "./PaperSettings.tsx";
import { ShopSettingsForm } from "./ShopSettingsForm.tsx";
import { shopSettingsWords } from "./words.ts";

const shopSettingsQuery = queryOptions({
  queryKey: ["shop settings"],
  queryFn: () => ask<ShopSettings>("GET", "/api/v1/shop-settings"),
});

/** ショップ設定: the most pieces that a buyer may order at once. */
export default function ShopSettingsPage() {
  const words = useWords(shopSettingsWords);
  const { shopSettings } = useWords(frame);
  const formats = useFormats();
  const mayEdit = useMay("settings.edit");
  const mayErase = useMay("accounts.edit");
  const { data: saved, error, refetch } = useQuery(shopSettingsQuery);
  return (
    <Page help={<HelpLink topic="papers" />} title={shopSettings} lead={words.lead}>
      {error === null ? null : <ProblemNotice error={error} retry={() => void refetch()} />}
      {saved === undefined ? (
        error === null && <Loading />
      ) : (
        <Section title={words.limits}>
          {mayEdit ? (
            <ShopSettingsForm saved={saved} queryKey={shopSettingsQuery.queryKey} />
          ) : (
            <>
              <p className="soft">{words.readOnly}</p>
              <Facts
                facts={[
                  [words.piecesPerLine, formats.number(saved.piecesPerLine)],
                  [words.piecesPerOrder, formats.number(saved.piecesPerOrder)],
                ]}
              />
            </>
          )}
        </Section>
      )}
      <PaperSettings />
      {mayErase ? <BuyerRetention /> : null}
    </Page>
  );
}
