/** Hues of calm papers: 香, 若草, 水, 藤, 砂, 桜. */
const hues = [34, 96, 200, 262, 48, 350];

/**
 * A card for a product without a picture: its name as on a shop curtain (暖簾). Screen readers skip it, because the name is also beside
 * it.
 */
export function Noren({ name, isSoldOut, isBig }: { name: string; isSoldOut?: boolean; isBig?: boolean }) {
  const sum = [...name].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 7);
  const looks = ["noren", isBig === true ? "is-big" : "", isSoldOut === true ? "is-sold-out" : ""];
  return (
    <div
      className={looks.join(" ")}
      style={{ ["--hue" as string]: hues[sum % hues.length] }}
      aria-hidden="true"
      lang="ja"
    >
      <span>{shortName(name)}</span>
    </div>
  );
}

/** The name without sizes and brackets, short enough for a curtain. */
function shortName(name: string): string {
  const short = name.split(/[\s　((【[]/)[0] ?? "";
  const letters = [...(short === "" ? name : short)];
  return letters.length > 16 ? `${letters.slice(0, 15).join("")}…` : letters.join("");
}
