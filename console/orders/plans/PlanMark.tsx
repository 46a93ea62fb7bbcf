import type { Plan } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import "../parts/orders.css";
import { planWords } from "./words.ts";

/** A plan's state; if its order could not be placed, that is shown instead. */
export function PlanMark({ plan: { state, problem } }: { plan: Plan }) {
  const words = useWords(planWords);
  const isOpen = problem !== null && state === "active";
  return (
    <span className="state-mark" data-state={isOpen ? "failed" : state}>
      {isOpen ? words.open : words.states[state]}
    </span>
  );
}
