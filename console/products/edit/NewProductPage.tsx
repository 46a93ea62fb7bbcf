import { useWords } from "../../../ui/language.tsx";
import { Page } from "../../../ui/Page.tsx";
import { words as frame } from "../../frame/words.ts";

export default function NewProductPage() {
  const words = useWords(frame);
  return <Page title={words.newProduct}>{null}</Page>;
}
