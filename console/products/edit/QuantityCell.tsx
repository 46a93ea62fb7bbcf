import { Anchor, Box, Text, TextInput } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import type { Variation } from "../../../src/http/api-types.ts";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { TextLink } from "../../frame/links.tsx";
import { effectOfSave, stockRule } from "../parts/stock.ts";
import { SyncMark } from "../parts/SyncMark.tsx";
import { productWords } from "../parts/words.ts";
import type { VariationValues } from "./form.ts";
import { TextCell } from "./cells.tsx";
import { editWords } from "./words.ts";

type Props = {
  index: number;
  row: VariationValues;
  /** The saved variation at this moment; null: not saved yet. */
  now: Variation | null;
  error?: string | undefined;
  /** The quantity when the form was filled. */
  shown: string | undefined;
  isLinkOn: boolean;
  /** The ID of the legend that explains why a quantity is locked. */
  legendId: string;
  set(path: string, value: string): void;
  why(variation: Variation): void;
};

/** 在庫数 by the manual's table (U3): editable, locked, or none; with the state of its sync and the effect of saving. */
export function QuantityCell(props: Props) {
  const { index, row, now, error, shown, isLinkOn, legendId, set, why } = props;
  const words = useWords(editWords);
  const product = useWords(productWords);
  const formats = useFormats();
  const rule = stockRule(row);
  const effect = effectOfSave(now, row);
  const quantity = now?.quantity ?? null;
  const hasMoved =
    rule === "direct" && now !== null && shown !== undefined && shown !== String(quantity ?? "");
  return (
    <Box miw="11.5rem" ta="left">
      {rule === "direct" ? (
        <TextCell
          path={`variations.${index}.quantity`}
          value={row.quantity}
          label={words.row(product.quantity, index + 1)}
          error={error}
          isNumeric
          set={set}
        />
      ) : rule === "synced" ? (
        <TextInput
          readOnly
          aria-label={words.lockedLabel(index + 1)}
          aria-describedby={legendId}
          value={quantity === null ? "" : formats.number(quantity)}
          leftSection={<IconLock size={16} aria-hidden />}
          variant="filled"
          error={error}
        />
      ) : (
        <Text className="soft" py={6}>
          {product.unlimited}
        </Text>
      )}
      {hasMoved ? (
        <Text size="sm" role="status">
          {words.nowIs(formats.number(quantity ?? 0))}
        </Text>
      ) : null}
      {effect === null ? null : (
        <Text className="effect" role="status">
          {words.effects[effect === "zeroed" && !isLinkOn ? "zeroedOff" : effect]}
        </Text>
      )}
      {now === null ? null : (
        <div className="under">
          <SyncMark variation={now} />
          {now.stockManaged ? (
            <Anchor component="button" type="button" size="sm" mih={24} onClick={() => why(now)}>
              {product.why}
            </Anchor>
          ) : null}
          {now.synced && now.sync.state === "synced" && now.sync.at !== null ? (
            <Text size="xs" className="soft">
              {words.syncedAt(formats.moment(now.sync.at))}
            </Text>
          ) : null}
        </div>
      )}
      {now?.sync.unmanagedThere === true ? <Text size="sm">{product.unmanagedSays}</Text> : null}
      {now?.sync.state === "failed" ? (
        <Text size="sm" component="div">
          {now.sync.error}{" "}
          <TextLink to="/settings/smaregi/log" underline="always">
            {product.toLog}
          </TextLink>
        </Text>
      ) : null}
    </Box>
  );
}
