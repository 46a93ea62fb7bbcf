import { memo, useId, useSyncExternalStore } from "react";
import { useWords } from "../../../ui/language.tsx";
import { productWords } from "../parts/words.ts";
import { lockOf, nameOf, read, savedText, type Field, type Sheet, type SheetRow } from "./sheet.ts";
import { quickWords } from "./words.ts";

type Props = SheetRow & { sheet: Sheet; field: Field; mayEdit: boolean };

/**
 * One cell of the grid. Rendered again only if it or its product changes. Its position is in the element, for the keys that move
 * between cells.
 */
export const SheetCell = memo(function SheetCell({ sheet, product, variation, field, mayEdit }: Props) {
  const row = { product, variation };
  const words = useWords(quickWords);
  const said = useWords(productWords);
  const problemId = useId();
  const edited = useSyncExternalStore(sheet.subscribe, () => sheet.edited(row, field));
  const refused = useSyncExternalStore(sheet.subscribe, () => sheet.refused(row, field));
  const lock = lockOf(row, field);
  const title = field === "price" ? said.price : field === "quantity" ? said.quantity : said.published;
  const label = words.cell(title, nameOf(row));
  const place = { "data-field": field, "data-row": variation.id };
  if (lock === "unlimited" || (lock === "synced" && variation.quantity === null))
    return <span className="soft">{lock === "synced" ? words.lockedSynced : words.lockedUnlimited}</span>;
  const text = edited ?? savedText(row, field);
  const meant = edited === undefined ? null : read(field, edited);
  const own = meant !== null && "problem" in meant ? words.problems[meant.problem] : undefined;
  const problem = refused ?? own;
  const described = problem === undefined ? {} : { "aria-invalid": true, "aria-describedby": problemId };
  if (field === "published")
    return (
      <span className={edited === undefined ? undefined : "changed"}>
        <label className="grid-check">
          <input
            {...place}
            {...described}
            type="checkbox"
            aria-label={label}
            checked={text === "1"}
            disabled={!mayEdit}
            onChange={({ currentTarget }) => sheet.set(row, field, currentTarget.checked ? "1" : "0")}
          />
          <span aria-hidden>{text === "1" ? said.published : said.unpublished}</span>
        </label>
        {problem === undefined ? null : <Problem id={problemId} text={problem} />}
      </span>
    );
  const cell = (
    <input
      {...place}
      {...described}
      className={`grid-cell number${edited === undefined ? "" : " changed"}`}
      aria-label={label}
      inputMode="numeric"
      autoComplete="off"
      value={text}
      readOnly={lock !== null || !mayEdit}
      onChange={({ currentTarget }) => sheet.set(row, field, currentTarget.value)}
      onFocus={({ currentTarget }) => currentTarget.select()}
    />
  );
  return (
    <>
      {lock === null ? (
        cell
      ) : (
        <span className="locked-cell">
          {words.lockedSynced}
          {cell}
        </span>
      )}
      {problem === undefined ? null : <Problem id={problemId} text={problem} />}
    </>
  );
});

function Problem({ id, text }: { id: string; text: string }) {
  return (
    <div id={id} className="field-error">
      {text}
    </div>
  );
}
