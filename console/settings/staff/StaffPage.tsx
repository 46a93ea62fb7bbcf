import { useWords } from "../../../ui/language.tsx";
import { Page } from "../../../ui/Page.tsx";
import { words as frame } from "../../frame/words.ts";

export default function StaffPage() {
  const words = useWords(frame);
  return <Page title={words.staff}>{null}</Page>;
}
