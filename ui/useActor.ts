import { useWords } from "./language.tsx";
import { common } from "./words.ts";

/** Returns the name of who did what was recorded. The server gives it; only the link itself has a word of ours. */
export function useActor(): (actor: string) => string {
  const { smaregiLink } = useWords(common);
  return (actor) => (actor === "smaregi" ? smaregiLink : actor);
}
