import type { IntegrationLogEntry } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { logWords } from "./words.ts";

/** When it failed: the entry keeps its time; where it failed again, each attempt with its own time and cause is folded below. */
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
