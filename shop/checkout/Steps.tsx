import { useWords } from "../../ui/language.tsx";
import { words as dictionary } from "./words.ts";

const steps = ["cart", "buyer", "confirm", "done"] as const;

/** Shows where the buyer is on the way to an order. */
export function Steps({ at }: { at: (typeof steps)[number] }) {
  const words = useWords(dictionary);
  return (
    <ol className="steps" aria-label={words.steps.label}>
      {steps.map((step) => (
        <li key={step} aria-current={step === at ? "step" : undefined}>
          {words.steps[step]}
        </li>
      ))}
    </ol>
  );
}
