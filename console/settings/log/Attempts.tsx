import type { IntegrationLogEntry } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { logWords } from "./words.ts";

/** The time of the failure. If it failed again, each attempt is folded below, with its own time and cause. */
export function Attempts({ entry: { at, attempts } }: { entry: IntegrationLogEntry }) {
  const words = useWords(logWords);
  const { moment } = useFormats();
  if (attempts === undefined) return moment(at);
  return (
    <div>
      {moment(at)}
      <details className="folded">
        <summary>{words.attempts(attempts.length)}</summary>
        <ol reversed>
          {attempts.toReversed().map((each) => (
            <li key={each.at}>
              {moment(each.at)} {each.plain}
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}
