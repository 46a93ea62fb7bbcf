import { useWords } from "../../../ui/language.tsx";
import { Page } from "../../../ui/Page.tsx";
import { words as frame } from "../../frame/words.ts";

export default function PlansPage() {
  const words = useWords(frame);
  return <Page title={words.plans}>{null}</Page>;
}
