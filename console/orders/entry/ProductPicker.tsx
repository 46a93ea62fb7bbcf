import { Combobox, Loader, Text, TextInput, useCombobox, VisuallyHidden } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type KeyboardEvent, type Ref } from "react";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { foundOptions, type Found } from "./find.ts";
import { entryWords } from "./words.ts";

type Props = { pick(found: Found): void; error?: string | undefined; inputRef?: Ref<HTMLInputElement> };

const nameOf = ({ product, variation }: Found) => `${product.name} ${variation.name}`.trim();

/**
 * Finds a product's variation and passes it to `pick`: by typing, arrows and Enter, or by a scanner, which types a code and Enter at
 * once.
 */
export function ProductPicker({ pick, error, inputRef }: Props) {
  const words = useWords(entryWords);
  const [typed, setTyped] = useState("");
  const [added, setAdded] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 150);
  const { data, isFetching } = useQuery(foundOptions(q));
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = q === "" ? [] : (data?.items ?? []);
  const isMore = q !== "" && data?.isMore === true;
  const isCurrent = q === typed.trim() && !isFetching;
  const isScanned = useRef(false);

  const take = (chosen: Found) => {
    pick(chosen);
    setAdded(nameOf(chosen));
    setTyped("");
    combobox.closeDropdown();
  };
  const ids = found.map(({ variation }) => variation.id).join(" ");
  useEffect(() => {
    if (!isCurrent || ids === "") return;
    combobox.selectFirstOption();
    const [only, ...others] = found;
    if (isScanned.current && only !== undefined && others.length === 0 && !isMore) take(only);
    isScanned.current = false;
    // oxlint-disable-next-line react/exhaustive-deps -- what was found is told by its IDs
  }, [ids, isCurrent]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (isCurrent) return;
    // Enter before the answer takes the result only if it is the only one, and never an earlier result.
    event.stopPropagation();
    isScanned.current = true;
  };
  const isOpen = typed.trim() !== "";
  return (
    <>
      <Combobox
        store={combobox}
        onOptionSubmit={(id) => take(found.find((each) => each.variation.id === id)!)}
      >
        <Combobox.Target>
          <TextInput
            ref={inputRef}
            label={words.find}
            placeholder={words.findHint}
            leftSection={<IconSearch size={16} aria-hidden />}
            rightSection={isOpen && !isCurrent ? <Loader size="xs" /> : null}
            value={typed}
            error={error}
            autoComplete="off"
            onKeyDownCapture={onKeyDown}
            onChange={({ currentTarget }) => {
              setTyped(currentTarget.value);
              isScanned.current = false;
              if (currentTarget.value.trim() === "") combobox.closeDropdown();
              else combobox.openDropdown();
            }}
            onFocus={() => isOpen && combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options mah={320} style={{ overflowY: "auto" }} aria-label={words.found}>
            {found.map((each) => (
              <Combobox.Option key={each.variation.id} value={each.variation.id}>
                <Choice found={each} />
              </Combobox.Option>
            ))}
            {found.length > 0 || (isCurrent && isMore) ? null : (
              <Combobox.Empty>{isCurrent ? words.notFound : words.finding}</Combobox.Empty>
            )}
          </Combobox.Options>
          {isCurrent && isMore ? (
            <Combobox.Footer>
              <Text size="xs" className="soft">
                {words.moreFound}
              </Text>
            </Combobox.Footer>
          ) : null}
        </Combobox.Dropdown>
      </Combobox>
      <VisuallyHidden role="status">{added === "" ? "" : words.added(added)}</VisuallyHidden>
      <VisuallyHidden role="status">{isOpen && isCurrent && isMore ? words.moreFound : ""}</VisuallyHidden>
    </>
  );
}

function Choice({ found }: { found: Found }) {
  const words = useWords(entryWords);
  const { number, yen } = useFormats();
  const { product, variation } = found;
  const left = variation.stockManaged ? words.left(number(variation.quantity ?? 0)) : words.unlimited;
  return (
    <div className="pick">
      <div className="line-text">
        {nameOf(found)}
        <Text size="xs" className="soft">
          {variation.productCode ?? product.productCode ?? variation.systemProductNumber}
          {product.published ? "" : ` (${words.unpublished})`}
        </Text>
      </div>
      <div className="number">
        {yen(variation.price ?? product.price)}
        <Text size="xs" className={variation.stockManaged && !variation.quantity ? "field-error" : "soft"}>
          {left}
        </Text>
      </div>
    </div>
  );
}
