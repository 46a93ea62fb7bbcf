import type { IntegrationLogEntry } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import { TextLink } from "../../frame/links.tsx";
import { useGoesOn } from "../../frame/status.ts";
import { logWords } from "./words.ts";

/** What the merchant can look at, by who refused what. */
function kindOf({ call, status }: IntegrationLogEntry) {
  if (status === 401 || status === 403) return "credentials";
  if (status === undefined || status === 429 || status >= 500) return "later";
  return call === "stockList" ? "product" : "order";
}

/** What to do about a failed call. */
export function Advice({ entry }: { entry: IntegrationLogEntry }) {
  const words = useWords(logWords);
  const kind = kindOf(entry);
  const goesOn = useGoesOn(entry);
  if (kind === "later" && goesOn) return words.goesOn;
  return (
    <>
      {words.advice[kind]}
      {goesOn ? ` ${words.goesOnThen}` : ""}
      {kind === "credentials" || kind === "order" ? (
        <>
          {" "}
          <TextLink to="/settings/smaregi" underline="always">
            {words.toConnection}
          </TextLink>
        </>
      ) : null}
    </>
  );
}
