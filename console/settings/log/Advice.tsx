import type { IntegrationLogEntry } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import { TextLink } from "../../frame/links.tsx";
import { useGoesOn } from "../../frame/status.ts";
import { adviceFor } from "./advice.ts";
import { logWords } from "./words.ts";

/** What to do about a failed call. */
export function Advice({ entry }: { entry: IntegrationLogEntry }) {
  const words = useWords(logWords);
  const advice = adviceFor(entry);
  const goesOn = useGoesOn(entry);
  if (goesOn && advice === "later") return words.goesOn;
  if (goesOn && advice === "sendAgain") return words.goesOnThen;
  return (
    <>
      {words.advice[advice]}
      {goesOn ? ` ${words.goesOnThen}` : ""}
      {advice === "credentials" || advice === "place" || advice === "order" ? (
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
