import { useWords } from "../../ui/language.tsx";
import { words as frame } from "./words.ts";

/** The cause of a failure in plain words; Smaregi's answer is folded away. */
export function Cause({ plain, answer }: { plain: string; answer?: string | undefined }) {
  const words = useWords(frame);
  return (
    <div className="text cause">
      {plain}
      {answer === undefined ? null : (
        <details className="folded">
          <summary>{words.answer}</summary>
          {answer}
        </details>
      )}
    </div>
  );
}
