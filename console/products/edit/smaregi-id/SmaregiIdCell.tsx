import { Combobox, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { memo, useEffect, useState } from "react";
import type { SmaregiProduct, SmaregiProducts } from "../../../../src/http/api-types.ts";
import { ask } from "../../../../ui/api.ts";
import { useFormats } from "../../../../ui/format.ts";
import { useWords } from "../../../../ui/language.tsx";
import { readCount, readDigits } from "../../../../ui/numbers.ts";
import { useMay } from "../../../frame/session.ts";
import { linkingWords } from "../../linking/words.ts";
import { editWords } from "../words.ts";
import { doubtsOf, type Doubt, type Ours } from "./doubts.ts";
import { smaregiOptions } from "./find.ts";

type Props = {
  /** The path in the form: `variations.0.smaregiProductId`. */
  path: string;
  value: string;
  /** The saved ID. It is not looked up until the field gets the focus. */
  saved: string;
  label: string;
  error?: string | undefined;
  variationId: string | null;
  /** The form's value: a text. */
  price: string;
  taxRate: string;
  set(path: string, value: string): void;
};

/**
 * スマレジ商品ID of a row: typed, or searched by name, code, JAN or ID in the mirror. Before it is saved, shows whose ID it is and any
 * doubts about the link. Rendered again only if its own props change, because there may be hundreds.
 */
export const SmaregiIdCell = memo(function SmaregiIdCell(props: Props) {
  const { path, value, saved, label, error, variationId, price, taxRate, set } = props;
  const words = useWords(editWords);
  const [isHere, setHere] = useState(false);
  const [q] = useDebouncedValue(value.trim(), 200);
  const { data } = useQuery(smaregiOptions(q, isHere || value !== saved));
  const isReading = useFirstReading(value === saved ? undefined : data?.mirror.state);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = q === "" ? [] : (data?.items ?? []);
  const id = readDigits(value);
  const isLookedUp = q === value.trim() && data !== undefined;
  const meant = found.find(({ smaregiProductId }) => smaregiProductId === id);
  const others = found.filter((each) => each !== meant);
  const take = (chosen: string) => {
    set(path, chosen);
    combobox.closeDropdown();
  };
  const ours = { variationId, price: readCount(price) ?? null, taxRate: Number(taxRate) };
  return (
    <div>
      <Combobox store={combobox} onOptionSubmit={take} width={340} position="bottom-start">
        <Combobox.Target>
          <TextInput
            data-path={path}
            aria-label={label}
            value={value}
            error={error}
            placeholder={words.findSmaregi}
            autoComplete="off"
            onChange={({ currentTarget }) => {
              set(path, currentTarget.value);
              combobox.openDropdown();
            }}
            onFocus={() => setHere(true)}
            onBlur={() => {
              setHere(false);
              combobox.closeDropdown();
            }}
          />
        </Combobox.Target>
        {meant === undefined ? null : <Told product={meant} ours={ours} />}
        {meant !== undefined ||
        value === saved ||
        id === "" ||
        !isLookedUp ||
        data.mirror.state !== "ready" ? null : (
          <Text size="xs" className="effect" role="status">
            {words.notInSmaregi}
          </Text>
        )}
        <Combobox.Dropdown hidden={others.length === 0 && !isReading}>
          <Combobox.Options mah={320} style={{ overflowY: "auto" }} aria-label={words.foundInSmaregi}>
            {others.map((product) => (
              <Combobox.Option key={product.smaregiProductId} value={product.smaregiProductId}>
                <Choice product={product} ours={ours} />
              </Combobox.Option>
            ))}
            {isReading ? <Combobox.Empty>{words.readingSmaregi}</Combobox.Empty> : null}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </div>
  );
});

/**
 * Starts the first reading of Smaregi's product master if no one has done it yet: a person who types here needs it. Returns true
 * while it runs.
 */
function useFirstReading(state: SmaregiProducts["mirror"]["state"] | undefined): boolean {
  const client = useQueryClient();
  const mayRead = useMay("products.bulk");
  const { mutate, isIdle, isPending } = useMutation({
    mutationFn: () => ask("POST", "/api/v1/smaregi-products/refresh", { body: {} }),
    onSettled: () => void client.invalidateQueries({ queryKey: ["smaregi-products"] }),
  });
  useEffect(() => {
    if (state === "none" && mayRead && isIdle) mutate();
  }, [state, mayRead, isIdle, mutate]);
  return isPending || state === "reading";
}

/** A Smaregi product and our variation. */
type Beside = { product: SmaregiProduct; ours: Ours };

const nameOf = ({ name, size, color }: SmaregiProduct): string =>
  [name, size, color].filter(Boolean).join(" ");

/** Says whose ID is in the field, and any doubts before it is saved. */
function Told({ product, ours }: Beside) {
  return (
    <div role="status">
      <Text size="xs" className="soft text">
        {nameOf(product)}
      </Text>
      <Doubts product={product} ours={ours} />
    </div>
  );
}

function Choice({ product, ours }: Beside) {
  const words = useWords(editWords);
  const { number, yen } = useFormats();
  const { smaregiProductId, productCode, price, taxRate, quantity } = product;
  return (
    <div className="pick">
      <div className="line-text">
        {nameOf(product)}
        <Text size="xs" className="soft">
          {[smaregiProductId, productCode].filter(Boolean).join(" ・ ")}
        </Text>
        <Doubts product={product} ours={ours} />
      </div>
      <div className="number">
        {price === null ? "–" : yen(price)}
        <Text size="xs" className="soft">
          {[
            taxRate === null ? null : `${taxRate}%`,
            quantity === undefined ? null : words.stock(number(quantity)),
          ]
            .filter(Boolean)
            .join(" ・ ")}
        </Text>
      </div>
    </div>
  );
}

/** The doubts about the link, one line each. */
function Doubts({ product, ours }: Beside) {
  const words = useWords(editWords);
  const linking = useWords(linkingWords);
  const { yen } = useFormats();
  const say = (doubt: Doubt): string => {
    switch (doubt.kind) {
      case "gone":
        return words.goneInSmaregi;
      case "notSellable":
        return linking.warnings[doubt.why];
      case "otherTax":
        return `${linking.warnings.otherTax}: ${doubt.ours}% / ${doubt.theirs}%`;
      case "otherPrice":
        return `${words.otherPrice}: ${yen(doubt.ours)} / ${yen(doubt.theirs)}`;
      default:
        return linking.warnings[doubt.kind];
    }
  };
  return doubtsOf(product, ours)
    .map(say)
    .map((text) => (
      <Text key={text} size="xs" className="effect">
        {text}
      </Text>
    ));
}
