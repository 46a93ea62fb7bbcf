import { Text } from "@mantine/core";
import type { IntegrationLogEntry } from "../../../src/http/api-types.ts";
import { useWords } from "../../../ui/language.tsx";
import { TextLink } from "../../frame/links.tsx";
import { logWords } from "./words.ts";

/** The subject of a failed call: the order, or the variation by its system product number. */
export function EntryTarget({ entry }: { entry: IntegrationLogEntry }) {
  const words = useWords(logWords);
  const { orderNumber, systemProductNumber, smaregiProductId } = entry;
  return (
    <span>
      {orderNumber === undefined ? null : (
        <TextLink to="/orders" search={{ q: orderNumber }} underline="always">
          {words.order(orderNumber)}
        </TextLink>
      )}
      {systemProductNumber === undefined ? null : (
        <TextLink to="/products" search={{ q: systemProductNumber }} underline="always">
          {systemProductNumber}
        </TextLink>
      )}
      {smaregiProductId === undefined ? null : (
        <Text span size="sm" className="soft">
          {" "}
          {words.smaregiProduct(smaregiProductId)}
        </Text>
      )}
    </span>
  );
}
