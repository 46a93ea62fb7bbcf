import { useWords } from "./language.tsx";
import { common } from "./words.ts";

/** Tells who did what was recorded, as the server says it: the link itself has a word of ours. */
export function useActor(): (actor: string) => string {
  const { smaregiLink } = useWords(common);
  return (actor) => (actor === "smaregi" ? smaregiLink : actor);
}
